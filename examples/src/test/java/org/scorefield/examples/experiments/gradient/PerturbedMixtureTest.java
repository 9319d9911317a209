// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.reference.density.GaussianMixture;

class PerturbedMixtureTest {

    private static final long SEED = 8;
    private static final NoiseSchedule SCHEDULE = new RectifiedFlow();
    private static final GaussianMixture TRUTH =
            GaussianMixture.of(
                    new double[] {0.3, 0.7},
                    new double[][] {{1, -1}, {-0.5, 1}},
                    new double[][][] {{{0.5, 0.2}, {0.2, 0.3}}, {{0.2, 0}, {0, 0.6}}});

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.4, 0.9})
    void solenoidalPart_isOrthogonalToEveryGradient(double t) {
        PerturbedMixture model = model(1, 1);
        int n = 40_000;
        NDArray x = states(n, t);
        NDArray products =
                model.solenoidalPart(model.exact(x, t))
                        .mul(model.gradientPart(x))
                        .sum(new int[] {1});
        double mean = products.mean().getDouble();
        double error = Math.sqrt(products.sub(mean).square().mean().getDouble() / n);
        assertThat(mean).as("seed %d", SEED).isCloseTo(0, within(5 * error));
    }

    @Test
    void epsilon_isTheExactOneAndItsPerturbations() {
        NDArray x = states(6, 0.3);
        PerturbedMixture model = model(0.5, 2);
        NDArray exact = model.exact(x, 0.3);
        double[] found = model.epsilon(x, 0.3).sub(exact).toDoubleArray();
        double[] gradient = model.gradientPart(x).toDoubleArray();
        double[] truth = exact.toDoubleArray();
        for (int row = 0; row < 6; row++) {
            // A = [[0, -1], [1, 0]]
            assertThat(found[2 * row])
                    .isCloseTo(0.5 * gradient[2 * row] - 2 * truth[2 * row + 1], within(1e-13));
            assertThat(found[2 * row + 1])
                    .isCloseTo(0.5 * gradient[2 * row + 1] + 2 * truth[2 * row], within(1e-13));
        }
    }

    @Test
    void ripples_haveTheLaplacianOfTheirGradient() {
        Ripples ripples = new Ripples(3, 2, new SplittableRandom(SEED));
        NDArray x = states(5, 0.5);
        double h = 1e-5;
        double[] divergence = new double[5];
        for (int axis = 0; axis < 2; axis++) {
            NDArray step = manager.create(new double[] {axis == 0 ? h : 0, axis == 1 ? h : 0});
            NDArray change =
                    ripples.gradient(x.add(step)).sub(ripples.gradient(x.sub(step))).div(2 * h);
            double[] slope = change.toDoubleArray();
            for (int row = 0; row < 5; row++) {
                divergence[row] += slope[2 * row + axis];
            }
        }
        // Central differences: h^2 from the formula and 1e-16 / h from rounding, with room.
        assertThat(ripples.laplacian(x).toDoubleArray()).containsExactly(divergence, within(1e-8));
    }

    private PerturbedMixture model(double a, double b) {
        return new PerturbedMixture(
                TRUTH,
                SCHEDULE,
                new Ripples(3, 2, new SplittableRandom(SEED)),
                new double[] {0, -1, 1, 0},
                a,
                b);
    }

    private NDArray states(int n, double t) {
        NDArray data = TRUTH.sample(n, new SplittableRandom(SEED), manager);
        NDArray noise =
                new NoisePath(SEED).start(manager.zeros(new Shape(n, 2), data.getDataType()), 0);
        return data.mul(SCHEDULE.alpha(t)).add(noise.mul(SCHEDULE.sigma(t)));
    }
}
