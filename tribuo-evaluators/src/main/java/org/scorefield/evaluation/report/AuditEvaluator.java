// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import org.scorefield.evaluation.ProgressListener;

/**
 * One evaluator of an audit, known by name.
 *
 * <p>Found by {@link java.util.ServiceLoader}: a jar on the class path adds its own.
 */
public interface AuditEvaluator {

    /** {@return the name that options and report.json use, for example {@code score-error}} */
    String name();

    /**
     * Evaluates.
     *
     * @param input model, data and options
     * @param progress hears how far it is
     * @return what the report shows
     * @throws org.scorefield.evaluation.EvaluationException where model and data do not allow it
     */
    AuditSection run(AuditInput input, ProgressListener progress);
}
