// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.score.ScoreErrorEvaluator;
import org.scorefield.evaluation.score.ScoreErrorOptions;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.scorefield.evaluation.score.kl.KlPath;

/**
 * What the score-error evaluator says of a model, integrated over log SNR.
 *
 * @param gradient gradient error found, nats: what its test functions capture, not more than there
 *     is
 * @param loss denoising loss, nats: the whole error and what no model can predict, together
 */
record Estimates(double gradient, double loss) {

    /**
     * Evaluates a model on held-out data.
     *
     * @param model the model
     * @param data held-out data
     * @param options levels, data and seed; the same seed noises the same data alike for every
     *     model
     */
    static Estimates of(NoisePredictor model, ReferenceData data, ClaimOptions options) {
        ScoreErrorOptions how =
                ScoreErrorOptions.DEFAULT
                        .withLevels(options.levels())
                        .withSamples(options.evaluated())
                        .withTestFunctions(TestFunctionSpec.parseAll(options.testFunctions()))
                        .withSeed(options.seed());
        List<LevelError> levels =
                new ScoreErrorEvaluator(how)
                        .evaluate(
                                FieldModel.of("model", model, Map.of()),
                                data,
                                ProgressListener.NONE)
                        .levels();
        KlPath path = KlPath.of(model.schedule(), levels.stream().map(LevelError::level).toList());
        return new Estimates(
                nats(path, levels, level -> level.gradient().value()),
                nats(path, levels, level -> level.denoisingLoss().value()));
    }

    private static double nats(
            KlPath path, List<LevelError> levels, ToDoubleFunction<LevelError> value) {
        return path.integrate(
                        levels.stream().mapToDouble(value).toArray(), new double[levels.size()])
                .nats();
    }
}
