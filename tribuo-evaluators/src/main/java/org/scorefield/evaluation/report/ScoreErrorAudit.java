// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.score.ScoreErrorEvaluator;
import org.scorefield.evaluation.score.ScoreErrorOptions;

/** The score error as part of an audit. */
public final class ScoreErrorAudit implements AuditEvaluator {
    /** The evaluator's name. */
    public static final String NAME = "score-error";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AuditSection run(AuditInput input, ProgressListener progress) {
        AuditOptions audit = input.options();
        ScoreErrorOptions options =
                ScoreErrorOptions.DEFAULT
                        .withLevels(audit.levels())
                        .withSamples(audit.samples())
                        .withSeed(audit.seed())
                        .withBatchSize(audit.batchSize())
                        .withPrincipalAxes(axes(audit.samples()));
        if (audit.timeBudget().isPresent()) {
            options = options.withTimeBudget(audit.timeBudget().get());
        }
        return new ScoreErrorSection(
                        new ScoreErrorEvaluator(options)
                                .evaluate(input.model(), input.reference(), progress),
                        input.reference().dimension())
                .section();
    }

    /** The default number of principal axes, or as many as the samples of one fold can bear. */
    private static int axes(int samples) {
        int axes = ScoreErrorOptions.DEFAULT.principalAxes();
        while (axes > 1 && axes + axes * (axes + 1) / 2 > samples / 2 - 16) {
            axes--;
        }
        return axes;
    }
}
