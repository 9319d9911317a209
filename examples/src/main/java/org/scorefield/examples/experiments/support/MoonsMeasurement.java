// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.HeunFlow;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.support.SupportEvaluator;
import org.scorefield.evaluation.support.SupportOptions;
import org.scorefield.evaluation.support.SupportProcess;
import org.scorefield.evaluation.support.tangent.AnalyticFrames;

/**
 * Measures models of the two moons.
 *
 * @param reference the moons as a density
 * @param options how much
 */
record MoonsMeasurement(ReferenceDistribution reference, MoonsOptions options) {
    private static final double MOST_NOISE = 1e3;
    private static final int CLOUD = 4;

    /**
     * Evaluates a model at each end and draws samples at the last.
     *
     * @param name of the model
     * @param model told the noise level
     */
    MoonsSubject of(String name, NoisePredictor model) {
        FieldModel field = FieldModel.of(name, model, Map.of("model", name));
        List<MoonsSubject.End> ends = new ArrayList<>();
        for (double level : options.levels()) {
            double end = model.schedule().time(level);
            SupportOptions how =
                    new SupportOptions(
                            new SupportOptions.Path(
                                    SupportProcess.HEUN,
                                    OptionalInt.of(options.steps()),
                                    OptionalDouble.of(end)),
                            OptionalInt.of(options.samples()),
                            OptionalInt.empty(),
                            OptionalInt.of(1),
                            2048,
                            options.seed(),
                            options.samples(),
                            Optional.empty());
            SupportEvaluator evaluator =
                    new SupportEvaluator(
                            how, List.of(new AnalyticFrames("formula", TwoMoons::tangent)));
            ends.add(
                    new MoonsSubject.End(
                            level, evaluator.evaluate(field, reference, ProgressListener.NONE)));
        }
        return new MoonsSubject(name, ends, cloud(model));
    }

    /** Samples without the rest of their noise: the denoiser at the last level, [n][2]. */
    double[][] cloud(NoisePredictor model) {
        NoiseSchedule schedule = model.schedule();
        double last = schedule.time(options.levels().get(options.levels().size() - 1));
        double first = schedule.time(MOST_NOISE);
        int n = CLOUD * options.samples();
        try (NDManager manager = model.newManager()) {
            Random random = new Random(options.seed());
            double[] noise = new double[2 * n];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextGaussian() * schedule.sigma(first);
            }
            NDArray start = manager.create(noise, new Shape(n, 2));
            Denoiser denoiser = Denoiser.ofEpsilon(schedule, model::epsilon);
            TimeGrid grid = TimeGrid.logSnr(schedule, options.steps(), first, last);
            NDArray end =
                    new Sampler(denoiser, schedule, new HeunFlow(), grid)
                            .run(start, SamplingOptions.seed(options.seed()));
            double[] flat = denoiser.denoise(end, last).toDoubleArray();
            double[][] rows = new double[n][];
            for (int i = 0; i < n; i++) {
                rows[i] = new double[] {flat[2 * i], flat[2 * i + 1]};
            }
            return rows;
        }
    }
}
