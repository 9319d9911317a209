// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Jittered points are the mixture of Gaussians about them. */
class JitteredTest {
    private static final long SEED = 4;
    private static final double H = 0.3;
    private static final double[][] POINTS = {{1, 0}, {0, 2}, {-1, 1}, {0, 0}};

    /** Rounding of sums of a few numbers of order ten. */
    private static final double ROUNDING = 1e-12;

    @Test
    void moments_ofPoints_areThoseOfTheMixture() {
        try (NDManager manager = NDManager.newBaseManager()) {
            ReferenceDistribution jittered = new Jittered(Empirical.of(POINTS, manager), H);
            ReferenceDistribution mixture =
                    GaussianMixture.isotropic(
                            new double[] {.25, .25, .25, .25},
                            POINTS,
                            new double[] {H * H, H * H, H * H, H * H});
            Random random = new Random(SEED);
            double[] numbers = random.doubles(20, -2, 2).toArray();
            NDArray x = manager.create(numbers, new Shape(10, 2));
            double[][] alpha = new double[10][3];
            double[][] sigma = new double[10][3];
            for (int i = 0; i < 10; i++) {
                for (int j = 0; j < 3; j++) {
                    alpha[i][j] = j == 0 ? 0 : random.nextDouble(0.2, 1);
                    sigma[i][j] = random.nextDouble(0.01, 1);
                }
            }
            Levels levels = new Levels(alpha, sigma);
            Moments found = jittered.moments(x, levels);
            Moments expected = mixture.moments(x, levels);
            assertThat(far(found.score(), expected.score())).isLessThan(1e3 * ROUNDING);
            assertThat(far(found.denoiser(), expected.denoiser())).isLessThan(ROUNDING);
            assertThat(far(jittered.logDensity(x, levels), mixture.logDensity(x, levels)))
                    .isLessThan(ROUNDING);
            assertThat(far(jittered.denoiser(x, .8, 0.), mixture.denoiser(x, .8, 0.)))
                    .as("without noise the state says all, up to the factor alpha")
                    .isLessThan(ROUNDING);
            NDArray v = manager.create(random.doubles(20).toArray(), new Shape(10, 2));
            assertThat(
                            far(
                                    jittered.covarianceProduct(x, v, .8, .2),
                                    mixture.covarianceProduct(x, v, .8, .2)))
                    .isLessThan(ROUNDING);
        }
    }

    @Test
    void sample_hasTheJittersVariance() {
        try (NDManager manager = NDManager.newBaseManager()) {
            ReferenceDistribution jittered =
                    new Jittered(Empirical.of(new double[][] {{5, 5}}, manager), H);
            NDArray draws = jittered.sample(20_000, new Random(SEED), manager).sub(5);
            // standard error of the variance: H^2 / sqrt(20,000) = 6e-4
            assertThat(Math.abs(draws.square().mean().getDouble() - H * H))
                    .as("seed %d", SEED)
                    .isLessThan(3e-3);
        }
    }

    @Test
    void construction_withoutJitter_isRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            ReferenceDistribution points = Empirical.of(POINTS, manager);
            assertThatThrownBy(() -> new Jittered(points, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "h: expected a positive standard deviation, found 0.0; without jitter"
                                    + " use the distribution itself");
        }
    }

    private static double far(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getDouble();
    }
}
