// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.report.AuditEvaluator;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.score.ScoreErrorEvaluation;
import org.scorefield.evaluation.score.ScoreErrorEvaluator;
import org.scorefield.evaluation.score.TrueScore;

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
        return new ScoreErrorSection(evaluate(input, progress).levels(), input).section();
    }

    private static ScoreErrorEvaluation evaluate(AuditInput input, ProgressListener progress) {
        ScoreErrorEvaluator evaluator = new ScoreErrorEvaluator(input.options().scoreError());
        if (input.options().referenceRole() == ReferenceRole.WHOLE) {
            NoisePredictor predictor = input.model().predictor();
            try (NDManager manager = predictor.newManager()) {
                TrueScore truth =
                        TrueScore.of(
                                Empirical.of(input.reference(), manager), predictor.schedule());
                return evaluator.evaluate(input.model(), input.reference(), truth, progress);
            }
        }
        if (input.options().scoreError().stateFile().isEmpty()) {
            return evaluator.evaluate(input.model(), input.reference(), progress);
        }
        try {
            return evaluator.resume(input.model(), input.reference(), progress);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private static EvaluationException refusal(IOException failure) {
        EvaluationException refusal =
                new EvaluationException(
                        failure.getMessage() == null ? failure.toString() : failure.getMessage());
        refusal.initCause(failure);
        return refusal;
    }
}
