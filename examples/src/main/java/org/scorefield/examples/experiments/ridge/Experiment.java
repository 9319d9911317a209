// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.ridge.geometry.Ridge;
import org.scorefield.evaluation.ridge.trajectory.RidgeOptions;
import org.scorefield.evaluation.ridge.trajectory.RidgeRecorder;
import org.scorefield.evaluation.ridge.trajectory.RidgeWatch;

/** Models of one setting, from the same features and the same start, for any training time. */
final class Experiment {

    private static final int PANELS = 32;

    private final RidgeClaimOptions options;
    private final Trained.Setting setting;
    private final RandomFeatures features;
    private final GradientFlow flow;
    private final double irreducible;

    /**
     * Draws features and start, and averages over the training data.
     *
     * @param options sizes
     * @param setting data and law of the time
     */
    Experiment(RidgeClaimOptions options, Trained.Setting setting) {
        this.options = options;
        this.setting = setting;
        Random random = new Random(options.seed());
        double[][] points = setting.modes().points();
        int p = options.width();
        this.features = RandomFeatures.draw(2, options, random);
        double[][] start = RandomFeatures.normal(2, p, random);
        for (double[] row : start) {
            for (int j = 0; j < p; j++) {
                row[j] *= options.start() / Math.sqrt(p);
            }
        }
        TrainingTimes times =
                TrainingTimes.of(setting.law(), options.last(), options.horizon(), PANELS);
        this.flow = GradientFlow.of(FeatureMoments.of(features, points, times), start);
        this.irreducible = PosteriorVariance.of(points, times);
    }

    /** The model after a training time, 0 to infinity, and its samples' way to the ridge. */
    Trained train(double s) {
        RandomFeatureModel model = new RandomFeatureModel(features, flow.weights(s));
        OrnsteinUhlenbeck path = new OrnsteinUhlenbeck(options.horizon());
        Sampler sampler =
                new Sampler(
                        Denoiser.ofEpsilon(path, model::epsilon),
                        path,
                        ReverseProcess.EULER_MARUYAMA,
                        path.geometric(options.steps(), options.last()));
        SamplingOptions sampling =
                SamplingOptions.seed(options.seed()).withBatchSize(options.samples());
        try (NDManager manager = model.newManager()) {
            Empirical data = Empirical.of(setting.modes().points(), manager);
            NDArray like = manager.zeros(new Shape(options.samples(), 2), DataType.FLOAT64);
            NDArray start = new NoisePath(options.seed()).start(like, 0).muli(path.sigma(1));
            RidgeRecorder recorder =
                    RidgeWatch.of(data, ridge()).recorder(sampler.denoiser(), path);
            double[] end = sampler.run(start, sampling, recorder).toDoubleArray();
            double[][] samples = new double[options.samples()][];
            Arrays.setAll(samples, i -> new double[] {end[2 * i], end[2 * i + 1]});
            LossParts loss = flow.parts(s, irreducible);
            return new Trained(setting, s, loss, recorder.ledger(), samples);
        }
    }

    private RidgeOptions ridge() {
        int every = Math.max(1, options.steps() / options.entries());
        return RidgeOptions.of(1, options.radius())
                .withWatch(new RidgeOptions.Watch(options.kappa(), every, Ridge.SEPARATION));
    }
}
