// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.evaluation.model.NoisePredictor;

/**
 * A diffusion model that is linear in random features, m(x, tau) = W f(x, tau).
 *
 * <p>It predicts alpha x0, the mean of the noised state: trained without end on every feature there
 * could be, m = E[alpha x0 | x]. Its score is (m - x) / sigma^2, its denoiser m / alpha, its
 * estimate of the noise (x - m) / sigma, which does not exist at t = 0. Immutable.
 */
final class RandomFeatureModel implements NoisePredictor {

    private final RandomFeatures features;
    private final double[][] weights;

    /**
     * A model.
     *
     * @param features f
     * @param weights W, [D][p]; copied
     */
    RandomFeatureModel(RandomFeatures features, double[][] weights) {
        this.features = features;
        this.weights = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
        int p = features.count();
        if (weights.length != features.dimension()
                || Arrays.stream(weights).anyMatch(row -> row.length != p)) {
            throw new IllegalArgumentException(
                    String.format(
                            "weights: expected [%d][%d], found [%d][%d]; give one for each"
                                    + " coordinate and feature",
                            features.dimension(),
                            p,
                            weights.length,
                            weights.length == 0 ? 0 : weights[0].length));
        }
    }

    /** (alpha, 0): the data as they are in the noised state. */
    private record ScaledSample() implements Prediction {

        @Override
        public double c(NoiseSchedule s, double t) {
            return s.alpha(t);
        }

        @Override
        public double d(NoiseSchedule s, double t) {
            return 0;
        }

        @Override
        public String name() {
            return "scaled sample";
        }
    }

    @Override
    public NoiseSchedule schedule() {
        return new OrnsteinUhlenbeck(features.horizon());
    }

    @Override
    public int dimension() {
        return features.dimension();
    }

    @Override
    public Prediction prediction() {
        return new ScaledSample();
    }

    /** (x - m(x, tau)) / sigma; t must be positive. */
    @Override
    public NDArray epsilon(NDArray x, double t) {
        try (NDArray mean = output(x, new double[] {t});
                NDArray noise = x.sub(mean)) {
            return noise.div(schedule().sigma(t));
        }
    }

    /** m(x, tau); one time serves all states. */
    @Override
    public NDArray output(NDArray x, double[] t) {
        double[] taus = Arrays.stream(t).map(time -> features.horizon() * time).toArray();
        double[] flat = Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
        NDManager owner = x.getManager();
        try (NDManager manager = owner.newSubManager(x.getDevice())) {
            NDArray active = features.of(x, taus);
            active.attach(manager);
            Shape shape = new Shape(dimension(), features.count());
            NDArray mean = active.matMul(manager.create(flat, shape).transpose());
            mean.attach(owner);
            return mean;
        }
    }

    @Override
    public NDManager newManager() {
        return NDManager.newBaseManager("PyTorch");
    }
}
