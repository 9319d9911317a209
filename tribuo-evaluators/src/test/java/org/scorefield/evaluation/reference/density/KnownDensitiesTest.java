// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases B8 and C1 to C4 of the specification: densities known in closed form. */
class KnownDensitiesTest {

    /** The cases print 10 to 16 digits of numbers of order 1. */
    private static final Offset<Double> PRINTED = within(5e-11);

    /** Float64 after a few dozen operations on numbers of order 1. */
    private static final Offset<Double> ROUNDING = within(2e-14);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray states(double... values) {
        return manager.create(values, new Shape(values.length / 2, 2));
    }

    private static double alpha(double tau) {
        return Math.exp(-tau);
    }

    private static double sigma(double tau) {
        return Math.sqrt(-Math.expm1(-2 * tau));
    }

    private Empirical twoPoints() {
        return Empirical.of(new double[][] {{3, 0}, {-3, 0}}, manager);
    }

    /**
     * Points as a mixture of Gaussians without width: a second implementation of the same density.
     */
    private static GaussianMixture twoPointsAsMixture() {
        return GaussianMixture.isotropic(
                new double[] {0.5, 0.5}, new double[][] {{3, 0}, {-3, 0}}, new double[2]);
    }

    private double[] hessian(ReferenceDistribution p, NDArray x, double alpha, double sigma) {
        NDArray axes = states(1, 0, 0, 1).reshape(2, 1, 2);
        return p.hessianProduct(x, axes, alpha, sigma).toDoubleArray();
    }

    @Test
    void twoPoints_tauOne_caseC1() {
        NDArray x = states(.7, .4);
        for (ReferenceDistribution p :
                new ReferenceDistribution[] {twoPoints(), twoPointsAsMixture()}) {
            assertThat(p.logDensity(x, alpha(1), sigma(1)).toDoubleArray())
                    .containsExactly(new double[] {-2.4175020701268823}, ROUNDING);
            assertThat(p.score(x, alpha(1), sigma(1)).toDoubleArray())
                    .containsExactly(
                            new double[] {0.10062282772388294, -0.46260705709986627}, ROUNDING);
            assertThat(hessian(p, x, alpha(1), sigma(1)))
                    .containsExactly(
                            new double[] {-0.35581596318676934, 0, 0, -1.1565176427496657},
                            ROUNDING);
        }
    }

    @Test
    void twoPoints_tauTenth_caseC1() {
        NDArray x = states(.7, .4);
        for (ReferenceDistribution p :
                new ReferenceDistribution[] {twoPoints(), twoPointsAsMixture()}) {
            assertThat(p.logDensity(x, alpha(.1), sigma(.1)).toDoubleArray())
                    .containsExactly(new double[] {-12.458595156615369}, within(1e-13));
            assertThat(p.score(x, alpha(.1), sigma(.1)).toDoubleArray())
                    .containsExactly(
                            new double[] {11.113370216137495, -2.206662226450798}, within(1e-13));
        }
    }

    @Test
    void twoPoints_tauThousandth_caseC1() {
        double h = sigma(.001) * sigma(.001);
        double[] score =
                twoPoints().score(states(.7, .4), alpha(.001), sigma(.001)).toDoubleArray();
        assertThat(-score[1]).isCloseTo(200.2000666667, PRINTED);
        assertThat(-score[1]).isCloseTo(.4 / h, within(200 * 1e-15));

        // The off-diagonal part of C is exactly 0; the weight of the far point is about 1e-1827.
        double[] hessian = hessian(twoPoints(), states(.7, .4), alpha(.001), sigma(.001));
        assertThat(hessian).containsExactly(new double[] {-1 / h, 0, 0, -1 / h}, within(1e-12));
    }

    @Test
    void denoiser_oneStepFromOffTheRidge_reachesIt_caseC1() {
        NDArray x = states(.7, .4);
        NDArray mu = twoPoints().denoiser(x, alpha(.001), sigma(.001)).mul(alpha(.001));
        // The projection moves along y only: x + E E^T (mu - x), and mu has no y.
        assertThat(mu.toDoubleArray()[1]).isZero();
    }

    @Test
    void circle_of64Points_caseC2() {
        double[][] points = new double[64][];
        for (int k = 0; k < points.length; k++) {
            double angle = 2 * Math.PI * k / points.length;
            points[k] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        Empirical circle = Empirical.of(points, manager);
        NDArray x = states(1.3, 0);
        double sigma = Math.sqrt(.05);
        // 64 points replace the circle up to 2 exp(-c 64^2): nothing that float64 holds.
        Offset<Double> spacing = within(1e-10);
        assertThat(circle.logDensity(x, 1, sigma).getDouble(0))
                .isCloseTo(-2.2852275011290173, spacing);
        assertThat(circle.score(x, 1, sigma).toDoubleArray())
                .containsExactly(new double[] {-6.3884651579, 0}, within(1e-9));
        assertThat(hessian(circle, x, 1, sigma))
                .containsExactly(
                        new double[] {-19.69809489398913, 0, 0, -4.914203967640351}, within(1e-9));

        double ridge = 0.973984385374458;
        assertThat(circle.score(states(ridge, 0), 1, sigma).toDoubleArray())
                .containsExactly(new double[2], within(1e-10));
        assertThat(hessian(circle, states(ridge, 0), 1, sigma)[0])
                .isCloseTo(-19.458233181303957, within(1e-9));
    }

    @Test
    void gaussian_diagonal_caseC3() {
        double[][] covariance = {{9, 0}, {0, .25}};
        GaussianMixture p = GaussianMixture.gaussian(new double[2], covariance);
        double a = alpha(.3);
        double h = sigma(.3) * sigma(.3);
        double first = a * a * 9 + h;
        double second = a * a * .25 + h;
        NDArray x = states(1.1, -.6);
        assertThat(hessian(p, x, a, Math.sqrt(h)))
                .containsExactly(new double[] {-1 / first, 0, 0, -1 / second}, ROUNDING);
        assertThat(p.score(x, a, Math.sqrt(h)).toDoubleArray())
                .containsExactly(new double[] {-1.1 / first, .6 / second}, ROUNDING);
        double expected =
                -.5 * (1.21 / first + .36 / second)
                        - .5 * Math.log(first * second)
                        - Math.log(2 * Math.PI);
        assertThat(p.logDensity(x, a, Math.sqrt(h)).getDouble(0)).isCloseTo(expected, ROUNDING);
        assertThat(p.denoiser(x, a, Math.sqrt(h)).toDoubleArray())
                .containsExactly(
                        new double[] {a * 9 * 1.1 / first, -a * .25 * .6 / second}, ROUNDING);
    }

    @Test
    void threePoints_tauOne_caseC4() {
        Empirical p = Empirical.of(new double[][] {{0, 0}, {5, 0}, {0, 5}}, manager);
        NDArray x = states(1, 1);
        assertThat(p.logDensity(x, alpha(1), sigma(1)).getDouble(0))
                .isCloseTo(-2.7319197335167558, ROUNDING);
        assertThat(p.score(x, alpha(1), sigma(1)).toDoubleArray())
                .containsExactly(new double[] {-0.4082523167, -0.4082523167}, PRINTED);
        assertThat(hessian(p, x, alpha(1), sigma(1)))
                .containsExactly(
                        new double[] {
                            -0.12463731423580193,
                            -0.5599009981935,
                            -0.5599009981935,
                            -0.12463731423580193
                        },
                        within(5e-14));
    }

    @Test
    void score_ofTwoUnitGaussians_caseB8() {
        GaussianMixture p =
                GaussianMixture.isotropic(
                        new double[] {.5, .5},
                        new double[][] {{1, 0}, {-1, 0}},
                        new double[] {1, 1});
        NDArray x = states(.3, -.8, -2, .1);
        assertThat(p.score(x, 1, 0).toDoubleArray())
                .containsExactly(
                        new double[] {-.3 + Math.tanh(.3), .8, 2 + Math.tanh(-2), -.1}, ROUNDING);

        int n = 200_000;
        NDArray draws = p.sample(n, new Random(8), manager);
        double[] squares = p.score(draws, 1, 0).square().sum(new int[] {1}).toDoubleArray();
        double mean = 0;
        double square = 0;
        for (double s : squares) {
            mean += s / n;
            square += s * s / n;
        }
        double standardError = Math.sqrt((square - mean * mean) / n);
        assertThat(mean).isCloseTo(1.550400490797, within(4 * standardError));
        assertThat(standardError).isLessThan(.01);
    }

    @Test
    void score_ofTwoUnitGaussiansByQuadrature_caseB8() {
        // E|s|^2 = 1 + int (tanh z - z)^2 p_1(z) dz by the trapezoidal rule, which is exact to
        // rounding for analytic integrands that vanish at both ends.
        GaussianMixture p =
                GaussianMixture.isotropic(
                        new double[] {.5, .5},
                        new double[][] {{1, 0}, {-1, 0}},
                        new double[] {1, 1});
        int nodes = 2001;
        double step = 24.0 / (nodes - 1);
        double[] grid = new double[2 * nodes];
        for (int i = 0; i < nodes; i++) {
            grid[2 * i] = -12 + i * step;
        }
        NDArray x = states(grid);
        // p(z, 0) = p_1(z) / sqrt(2 pi); the second coordinate contributes 1 to E|s|^2.
        NDArray density = p.logDensity(x, 1, 0).exp().mul(Math.sqrt(2 * Math.PI));
        NDArray first = p.score(x, 1, 0).get(":, 0").square();
        double total = 1 + first.mul(density).sum().getDouble() * step;
        // The case prints ...0797; grids of 2,001 to 20,001 nodes agree on ...07933.
        assertThat(total).isCloseTo(1.550400490797, within(5e-12));
        assertThat(total).isCloseTo(1.5504004907933, within(1e-13));
    }
}
