// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.energy.MarginalEnergyEvaluation;
import org.scorefield.evaluation.energy.MarginalEnergyEvaluator;
import org.scorefield.evaluation.report.AuditEvaluator;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;

/** The marginal energy as part of an audit. */
public final class MarginalEnergyAudit implements AuditEvaluator {
    /** The evaluator's name. */
    public static final String NAME = "marginal-energy";

    /** For {@link java.util.ServiceLoader}. */
    public MarginalEnergyAudit() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AuditSection run(AuditInput input, ProgressListener progress) {
        MarginalEnergyEvaluator evaluator =
                new MarginalEnergyEvaluator(input.options().marginalEnergy());
        MarginalEnergyEvaluation evaluation =
                input.options().referenceRole() == ReferenceRole.WHOLE
                        ? evaluator.evaluateWhole(input.model(), input.reference(), progress)
                        : evaluator.evaluate(input.model(), input.reference(), progress);
        return new MarginalEnergySection(evaluation.levels(), evaluation.findings(), input)
                .section();
    }
}
