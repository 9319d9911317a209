// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.report.AuditEvaluator;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.support.SupportEvaluation;
import org.scorefield.evaluation.support.SupportEvaluator;

/** The support as part of an audit. */
public final class SupportAudit implements AuditEvaluator {
    /** The evaluator's name. */
    public static final String NAME = "support";

    /** For {@link java.util.ServiceLoader}. */
    public SupportAudit() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AuditSection run(AuditInput input, ProgressListener progress) {
        SupportEvaluator evaluator = new SupportEvaluator(input.options().support());
        SupportEvaluation evaluation =
                input.options().referenceRole() == ReferenceRole.WHOLE
                        ? evaluator.evaluateWhole(input.model(), input.reference(), progress)
                        : evaluator.evaluate(input.model(), input.reference(), progress);
        return new SupportSection(evaluation.findings(), input).section();
    }
}
