// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.report.AuditEvaluator;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.ridge.RidgeEvaluation;
import org.scorefield.evaluation.ridge.RidgeEvaluator;

/** The ridge as part of an audit. */
public final class RidgeAudit implements AuditEvaluator {
    /** The evaluator's name. */
    public static final String NAME = "ridge";

    /** For {@link java.util.ServiceLoader}. */
    public RidgeAudit() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AuditSection run(AuditInput input, ProgressListener progress) {
        RidgeEvaluator evaluator = new RidgeEvaluator(input.options().ridge());
        RidgeEvaluation evaluation =
                input.options().referenceRole() == ReferenceRole.WHOLE
                        ? evaluator.evaluateWhole(input.model(), input.reference(), progress)
                        : evaluator.evaluate(input.model(), input.reference(), progress);
        return new RidgeSection(evaluation.levels(), evaluation.findings(), input).section();
    }
}
