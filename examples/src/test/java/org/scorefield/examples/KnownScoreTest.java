// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;

/** The zoo's Gaussian mixture against the score that its mixture.json gives. */
class KnownScoreTest {

    private static final long SEED = 8;
    private static final int STATES = 1000;

    /**
     * Root mean square error of a coordinate of eps. The training script's own evaluation, with
     * other states, found 0.006 to 0.063 between steps 1 and 899.
     */
    private static final double LARGEST = 0.08;

    /**
     * The same over that of a prediction of 0, which is small at step 1 alone: there 0.04 / 0.079.
     */
    private static final double LARGEST_SHARE = 0.7;

    /** Weights, means and covariances, as mixture.json has them. */
    private record Mixture(double[] weights, double[][] means, double[][][] covariances) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50, 100, 250, 500, 899})
    void epsilon_ofTheZoosMixture_isNearTheExactOne(int step) throws IOException {
        ZooEntry entry = Zoo.entry("gaussian-mixture-epsilon");
        GaussianMixture mixture = mixture(entry.reference().resolveSibling("mixture.json"));
        double t = step / 999.0;
        try (DiffusionModel model = entry.load();
                NDManager manager = model.newManager()) {
            NoiseSchedule schedule = model.parameterization().schedule();
            double alpha = schedule.alpha(t);
            double sigma = schedule.sigma(t);
            SplittableRandom random = new SplittableRandom(SEED);
            NDArray x0 = mixture.sample(STATES, random, manager);
            NDArray x = x0.mul(alpha).add(noise(manager, random).mul(sigma));
            NDArray exact = mixture.score(x, alpha, sigma).mul(-sigma);
            NDArray found =
                    model.epsilon(x.toType(DataType.FLOAT32, false), t)
                            .toType(DataType.FLOAT64, false);
            double error = Math.sqrt(found.sub(exact).square().mean().getDouble());
            double nothing = Math.sqrt(exact.square().mean().getDouble());
            assertThat(error)
                    .as("step " + step + ", seed " + SEED)
                    .isLessThan(Math.min(LARGEST, LARGEST_SHARE * nothing));
        }
    }

    private static GaussianMixture mixture(Path file) throws IOException {
        Mixture m = new Gson().fromJson(Files.readString(file), Mixture.class);
        return GaussianMixture.of(m.weights(), m.means(), m.covariances());
    }

    private static NDArray noise(NDManager manager, SplittableRandom random) {
        double[] values = new double[2 * STATES];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return manager.create(values).reshape(STATES, 2);
    }
}
