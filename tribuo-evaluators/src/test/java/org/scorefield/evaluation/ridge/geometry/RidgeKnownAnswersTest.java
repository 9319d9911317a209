// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.Jittered;

/** Cases C1 to C4 of the specification: ridges known in closed form. */
class RidgeKnownAnswersTest {

    /** Float64 after a few dozen operations on numbers of order 1. */
    private static final Offset<Double> ROUNDING = within(1e-13);

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

    private Ridge twoPoints(double tau) {
        Empirical p = Empirical.of(new double[][] {{3, 0}, {-3, 0}}, manager);
        return Ridge.of(new ReferenceLevel(p, alpha(tau), sigma(tau)), 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.46260705709986627", "0.1, 2.206662226450798", "0.001, 200.2000666667"})
    void residual_ofTwoPoints_caseC1(double tau, double residual) {
        NDArray x = states(.7, .4);
        RidgePoints at = twoPoints(tau).at(x);
        // The case prints 13 digits at tau = .001; y / h has them all.
        double h = sigma(tau) * sigma(tau);
        assertThat(at.residuals()[0]).isCloseTo(.4 / h, within(1e-13 * residual));
        assertThat(at.residuals()[0]).isCloseTo(residual, within(1e-12 * residual));
        assertThat(at.defined()[0]).isTrue();
        assertThat(at.curved()[0]).isTrue();
        assertThat(at.frames().axes().abs().toDoubleArray())
                .containsExactly(new double[] {1, 0}, within(0.0));
        assertThat(twoPoints(tau).newton(x, at).distances()[0]).isCloseTo(.4, ROUNDING);
    }

    @Test
    void residual_ofJitteredPoints_isThatOfTheWiderNoise_caseC1() {
        // Jitter of .2 about (+-3, 0): the ridge stays the axis, and g_y = -y / s^2 on every level.
        Jittered p = new Jittered(Empirical.of(new double[][] {{3, 0}, {-3, 0}}, manager), .2);
        NDArray x = states(.7, .4);
        for (double sigma : new double[] {.5, .05, .001}) {
            Ridge ridge = Ridge.of(new ReferenceLevel(p, 1, sigma), 1);
            RidgePoints at = ridge.at(x);
            double variance = .04 + sigma * sigma;
            assertThat(at.defined()[0]).as("sigma %s", sigma).isTrue();
            assertThat(at.residuals()[0]).isCloseTo(.4 / variance, within(1e-12));
            assertThat(ridge.newton(x, at).distances()[0]).isCloseTo(.4, within(1e-9));
            Projection foot = ridge.project(x, ProjectionOptions.MEAN_SHIFT);
            assertThat(foot.points().toDoubleArray())
                    .containsExactly(new double[] {.7, 0}, within(1e-13));
            assertThat(foot.certificates().get(0).iterations()).isEqualTo(1);
        }
    }

    @Test
    void eigenvalues_ofTwoPoints_caseC1() {
        double h = sigma(1) * sigma(1);
        double[] ratios = twoPoints(1).at(states(.7, .4)).frames().ratios()[0];
        assertThat((ratios[0] - 1) / h).isCloseTo(-0.35581596318676934, ROUNDING);
        assertThat((ratios[1] - 1) / h).isCloseTo(-1.1565176427496657, ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"1", "0.1", "0.001"})
    void projection_ofTwoPoints_takesOneStep_caseC1(double tau) {
        for (ProjectionOptions options :
                new ProjectionOptions[] {ProjectionOptions.MEAN_SHIFT, ProjectionOptions.NEWTON}) {
            Projection foot = twoPoints(tau).project(states(.7, .4), options);
            assertThat(foot.points().toDoubleArray())
                    .containsExactly(new double[] {.7, 0}, within(1e-15));
            Projection.Certificate certificate = foot.certificates().get(0);
            assertThat(certificate.iterations()).isEqualTo(1);
            assertThat(certificate.end()).isEqualTo(Projection.End.CONVERGED);
            assertThat(certificate.distance()).isCloseTo(.4, within(1e-15));
        }
    }

    private Ridge circle(double variance) {
        double[][] points = new double[64][];
        for (int k = 0; k < points.length; k++) {
            double angle = 2 * Math.PI * k / points.length;
            points[k] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        return Ridge.of(
                new ReferenceLevel(Empirical.of(points, manager), 1, Math.sqrt(variance)), 1);
    }

    /** The case prints -4.2204829.. at h = .2; A' = 1 - h - r*^2 gives -4.2204828... */
    @ParameterizedTest
    @CsvSource({
        "0.05, 0.973984385374458, -19.458233181303957",
        "0.1, 0.945542186423298, -9.40500263061508",
        "0.2, 0.8768234220629446, -4.220482836954313",
        "0.4, 0.5897079877827437, -0.9234719428423301"
    })
    void projection_ontoTheRing_caseC2(double h, double radius, double radial) {
        NDArray x = states(1.3 * Math.cos(.3), 1.3 * Math.sin(.3));
        // 64 points replace the circle: 2e-12 at h = .05 by the case, less above.
        Offset<Double> ring = within(1e-10);
        for (ProjectionOptions options :
                new ProjectionOptions[] {ProjectionOptions.MEAN_SHIFT, ProjectionOptions.NEWTON}) {
            Projection foot = circle(h).project(x, options.withTolerance(1e-12));
            assertThat(foot.converged()).isEqualTo(1);
            double[] p = foot.points().toDoubleArray();
            assertThat(Math.hypot(p[0], p[1])).isCloseTo(radius, ring);
            assertThat(Math.atan2(p[1], p[0])).isCloseTo(.3, ring);
            assertThat(foot.distances()[0]).isCloseTo(1.3 - radius, ring);
            double[] ratios = circle(h).at(foot.points()).frames().ratios()[0];
            assertThat((1 - h - radius * radius) / (h * h) - 1 / h)
                    .isCloseTo(radial, within(1e-12));
            assertThat((ratios[1] - 1) / h).isCloseTo(radial, within(1e-8));
        }
    }

    @Test
    void projection_ontoTheRing_takesNineSteps_caseC2() {
        NDArray x = states(1.3 * Math.cos(.3), 1.3 * Math.sin(.3));
        ProjectionOptions options =
                ProjectionOptions.MEAN_SHIFT.withTolerance(1e-12 * Math.sqrt(.05));
        assertThat(circle(.05).project(x, options).certificates().get(0).iterations()).isEqualTo(9);
    }

    @Test
    void eigenvalues_nearTheRing_caseC2() {
        double[] ratios = circle(.05).at(states(1.3, 0)).frames().ratios()[0];
        assertThat((ratios[0] - 1) / .05).isCloseTo(-4.914203967640351, within(1e-9));
        assertThat((ratios[1] - 1) / .05).isCloseTo(-19.69809489398913, within(1e-9));
    }

    @Test
    void ring_withoutHole_hasNoRidge_caseC2() {
        // R^2 < 2h: from outside, mean shift falls to the centre, where the frame is undefined.
        Projection foot = circle(.6).project(states(1.3, 0), ProjectionOptions.MEAN_SHIFT);
        assertThat(foot.converged()).isZero();
        assertThat(foot.distances()[0]).isNaN();
    }

    @Test
    void gaussian_isReachedInOneNewtonStep_caseC3() {
        double[] s = {3, 2, .5, .1};
        double[][] covariance = new double[4][4];
        for (int i = 0; i < 4; i++) {
            covariance[i][i] = s[i] * s[i];
        }
        GaussianMixture p = GaussianMixture.gaussian(new double[4], covariance);
        double a = alpha(.3);
        double sigma = sigma(.3);
        NDArray x = manager.create(new double[] {1, -2, .7, .3}, new Shape(1, 4));
        Ridge ridge = Ridge.of(new ReferenceLevel(p, a, sigma), 2);
        RidgePoints at = ridge.at(x);
        for (int j = 0; j < 3; j++) {
            double expected = -1 / (a * a * s[j] * s[j] + sigma * sigma);
            assertThat((at.frames().ratios()[0][j] - 1) / (sigma * sigma))
                    .isCloseTo(expected, ROUNDING);
        }
        double distance = Math.hypot(.7, .3);
        assertThat(ridge.newton(x, at).distances()[0]).isCloseTo(distance, ROUNDING);
        Projection foot = ridge.project(x, ProjectionOptions.NEWTON);
        assertThat(foot.certificates().get(0).iterations()).isEqualTo(1);
        assertThat(foot.distances()[0]).isCloseTo(distance, ROUNDING);
        Projection slow = ridge.project(x, ProjectionOptions.MEAN_SHIFT);
        assertThat(slow.distances()[0]).isCloseTo(distance, within(1e-9));
        assertThat(slow.certificates().get(0).iterations()).isGreaterThan(5);
    }

    @Test
    void threePoints_tauOne_caseC4() {
        Empirical p = Empirical.of(new double[][] {{0, 0}, {5, 0}, {0, 5}}, manager);
        double h = sigma(1) * sigma(1);
        Ridge ridge = Ridge.of(new ReferenceLevel(p, alpha(1), sigma(1)), 1);
        NDArray x = states(1, 1);
        RidgePoints at = ridge.at(x);
        double[] ratios = at.frames().ratios()[0];
        // The case prints ten digits.
        assertThat((ratios[0] - 1) / h).isCloseTo(.435263684, within(5e-10));
        assertThat((ratios[1] - 1) / h).isCloseTo(-.6845383124, within(5e-11));
        assertThat(at.residuals()[0]).isCloseTo(.5773559631234793, ROUNDING);
        assertThat(at.frames().gaps()[0]).isCloseTo(h * (.435263684 + .6845383124), within(1e-9));
        for (ProjectionOptions options :
                new ProjectionOptions[] {ProjectionOptions.MEAN_SHIFT, ProjectionOptions.NEWTON}) {
            Projection foot = ridge.project(x, options.withTolerance(1e-12));
            assertThat(foot.points().toDoubleArray())
                    .containsExactly(new double[] {.3374549383, .3374549383}, within(5e-11));
            assertThat(foot.distances()[0]).isCloseTo(.9369802119613567, within(1e-11));
        }
    }
}
