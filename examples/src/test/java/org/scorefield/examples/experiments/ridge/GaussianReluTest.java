// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rectified Gaussian variables, case C8 of the ridge's specification and closed forms. */
class GaussianReluTest {

    private static final double ROUNDING = 1e-15;

    /** What is left of 32 nodes, see {@link GaussianRelu.Pair}. */
    private static final double QUADRATURE = 1e-10;

    @Test
    void cumulative_isTheKnownOne() {
        assertThat(GaussianRelu.cumulative(0)).isEqualTo(.5);
        assertThat(GaussianRelu.cumulative(1)).isCloseTo(0.8413447460685429, within(ROUNDING));
        assertThat(GaussianRelu.cumulative(-3)).isCloseTo(0.0013498980316300946, within(ROUNDING));
        assertThat(GaussianRelu.cumulative(7)).isCloseTo(1 - 1.279812543885835e-12, within(1e-14));
        assertThat(GaussianRelu.cumulative(-40)).isZero();
        assertThat(GaussianRelu.cumulative(40)).isEqualTo(1);
    }

    @Test
    void moments_c8_areTheKnownOnes() {
        assertThat(GaussianRelu.mean(.3, .8)).isCloseTo(0.4913350050976323, within(ROUNDING));
        assertThat(GaussianRelu.square(.3, .8)).isCloseTo(0.5609491521998329, within(ROUNDING));
    }

    @Test
    void product_ofOneVariableWithItself_isItsSquare() {
        for (double a : new double[] {-3, -.4, 0, .375, 2, 6}) {
            assertThat(product(1, a, a))
                    .as("a = %s", a)
                    .isCloseTo(GaussianRelu.square(a, 1), within(QUADRATURE));
        }
    }

    @Test
    void product_ofOpposites_isTheIntegralBetweenTheZeros() {
        // E (a + z)+ (a - z)+ = integral of (a^2 - z^2) phi over |z| < a
        for (double a : new double[] {.2, 1, 2.5}) {
            double inside = 2 * GaussianRelu.cumulative(a) - 1;
            double phi = Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
            double expected = a * a * inside - (inside - 2 * a * phi);
            assertThat(product(-1, a, a)).as("a = %s", a).isCloseTo(expected, within(QUADRATURE));
        }
        assertThat(product(-1, -.5, -.5)).isCloseTo(0, within(QUADRATURE));
    }

    @Test
    void product_centred_isTheArcCosineKernel() {
        // Cho and Saul 2009, Kernel methods for deep learning, degree 1
        for (double rho : new double[] {-1, -.9, -.3, 0, .5, .999, 1}) {
            double expected =
                    (Math.sqrt(1 - rho * rho) + rho * (Math.PI / 2 + Math.asin(rho)))
                            / (2 * Math.PI);
            assertThat(product(rho, 0, 0)).as("rho %s", rho).isCloseTo(expected, within(ROUNDING));
        }
    }

    @Test
    void product_ofIndependent_isTheProductOfMeans() {
        assertThat(product(0, .7, -.2))
                .isCloseTo(GaussianRelu.mean(.7, 1) * GaussianRelu.mean(-.2, 1), within(ROUNDING));
    }

    @Test
    void product_ofRandomPairs_isTheMeanOverOneOfThemGivenTheOther() {
        // E (a + z1)+ E[(b + rho z1 + r z2)+ | z1], r^2 = 1 - rho^2, by the trapezoidal rule in z1
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            double a = 2 * random.nextGaussian();
            double b = 2 * random.nextGaussian();
            double rho = .98 * (2 * random.nextDouble() - 1);
            double rest = Math.sqrt(1 - rho * rho);
            double step = 1e-4;
            double sum = 0;
            for (double z = -a; z < Math.max(9, 9 - a); z += step) {
                double phi = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
                sum += step * (a + z) * GaussianRelu.mean(b + rho * z, rest) * phi;
            }
            // The corner at z = -a costs step^2 / 12 times the slope there, at most 3.
            assertThat(product(rho, a, b)).as("seed %d", seed).isCloseTo(sum, within(5e-9));
        }
    }

    private static double product(double rho, double a, double b) {
        return GaussianRelu.Pair.of(rho).product(GaussianRelu.at(a), GaussianRelu.at(b));
    }
}
