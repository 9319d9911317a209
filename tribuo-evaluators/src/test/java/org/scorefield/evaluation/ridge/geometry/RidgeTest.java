// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.ridge.geometry.Projection.End;

/** Ridges of many states: laws, undefined frames and refusals. */
class RidgeTest {

    private static final long SEED = 77;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray array(double[]... rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private static double[][] normal(long seed, int n, double... scales) {
        Random random = new Random(seed);
        double[][] rows = new double[n][scales.length];
        for (double[] row : rows) {
            for (int i = 0; i < scales.length; i++) {
                row[i] = scales[i] * random.nextGaussian();
            }
        }
        return rows;
    }

    private LevelScore level(double sigma, double[]... points) {
        return new ReferenceLevel(Empirical.of(points, manager), 1, sigma);
    }

    @Test
    void projections_ofMethods_meetWhereTheDensityIsCurved() {
        LevelScore level = level(.6, normal(SEED, 200, 2, 1.5, .3, .2, .1));
        Ridge ridge = Ridge.of(level, 2);
        NDArray x = array(normal(SEED + 1, 40, 1.5, 1, .7, .7, .7));
        Projection shift = ridge.project(x, ProjectionOptions.MEAN_SHIFT.withLimit(2000));
        assertThat(shift.converged()).as("seed %d", SEED).isGreaterThan(35);
        for (int i = 0; i < 40; i++) {
            Projection.Certificate own = shift.certificates().get(i);
            if (own.end() == End.CONVERGED) {
                assertThat(own.residual() * .6).isLessThan(2e-10);
            }
        }
        // From a foot, both stay; the residual there is that of the certificate.
        Projection again = ridge.project(shift.points(), ProjectionOptions.NEWTON);
        double[] moved =
                again.points().sub(shift.points()).abs().max(new int[] {1}).toDoubleArray();
        double[] residuals = ridge.at(shift.points()).residuals();
        for (int i = 0; i < 40; i++) {
            if (shift.certificates().get(i).end() == End.CONVERGED) {
                assertThat(again.certificates().get(i).iterations()).isZero();
                assertThat(moved[i]).isZero();
                assertThat(residuals[i])
                        .isCloseTo(shift.certificates().get(i).residual(), within(1e-12));
            }
        }
    }

    @Test
    void newtonStep_solvesInTheNormalSpace() {
        LevelScore level = level(.5, normal(SEED, 100, 2, 1.5, .3, .2, .1));
        Ridge ridge = Ridge.of(level, 2);
        NDArray x = array(normal(SEED + 1, 10, 1.5, 1, .4, .4, .4));
        RidgePoints at = ridge.at(x);
        NewtonSteps newton = ridge.newton(x, at);
        NDArray step = newton.steps();
        // E^T H E s = -E^T g, with H s = (K s - s) / sigma^2.
        NDArray image = at.frames().normal(level.spread(x, step).sub(step)).div(.25);
        double[] left = Lengths.of(image.add(at.normalScore()));
        int solved = 0;
        for (int i = 0; i < 10; i++) {
            if (!Double.isNaN(newton.distances()[i])) {
                assertThat(left[i]).isLessThan(1e-10 * at.residuals()[i]);
                solved++;
            } else {
                assertThat(at.curved()[i]).isFalse();
            }
        }
        assertThat(solved).isGreaterThan(5);
        assertThat(Lengths.of(at.frames().tangent(step)))
                .containsOnly(new double[1], within(1e-12));
    }

    @Test
    void frame_atTheCentreOfSymmetry_isMarkedUndefined() {
        double[][] triangle = new double[3][];
        for (int k = 0; k < 3; k++) {
            triangle[k] =
                    new double[] {Math.cos(2 * Math.PI * k / 3), Math.sin(2 * Math.PI * k / 3)};
        }
        Ridge ridge = Ridge.of(level(.8, triangle), 1);
        NDArray x = array(new double[] {0, 0}, new double[] {.5, .1});
        RidgePoints at = ridge.at(x);
        assertThat(at.defined()).containsExactly(false, true);
        assertThat(at.undefined()).isEqualTo(1);
        assertThat(at.residuals()[0]).isNaN();
        assertThat(at.residuals()[1]).isPositive();
        assertThat(ridge.newton(x, at).distances()[0]).isNaN();
        Projection foot = ridge.project(x, ProjectionOptions.MEAN_SHIFT);
        assertThat(foot.certificates().get(0).end()).isEqualTo(End.FRAME_UNDEFINED);
        assertThat(foot.distances()[0]).isNaN();
    }

    @Test
    void limit_endsAProjection_andSaysSo() {
        Ridge ridge = Ridge.of(level(.6, normal(SEED, 100, 2, .3, .3)), 1);
        Projection foot =
                ridge.project(
                        array(new double[] {.1, 1, 1}), ProjectionOptions.MEAN_SHIFT.withLimit(2));
        Projection.Certificate certificate = foot.certificates().get(0);
        assertThat(certificate.end()).isEqualTo(End.LIMIT);
        assertThat(certificate.iterations()).isEqualTo(2);
        assertThat(certificate.residual()).isPositive();
        assertThat(certificate.distance()).isNaN();
    }

    @Test
    void results_belongToTheManagerOfX_andNothingElseStays() {
        Ridge ridge = Ridge.of(level(.6, normal(SEED, 50, 2, .3, .3)), 1);
        try (NDManager inner = manager.newSubManager()) {
            NDArray x = inner.create(new double[] {.1, 1, 1, .2, .3, .4}, new Shape(2, 3));
            ridge.project(x, ProjectionOptions.NEWTON);
            assertThat(inner.getManagedArrays()).hasSize(2);
            RidgePoints at = ridge.at(x);
            assertThat(inner.getManagedArrays()).hasSize(5);
            ridge.newton(x, at);
            assertThat(inner.getManagedArrays()).hasSize(6);
        }
    }

    @Test
    void directions_thatCannotBe_areRefused() {
        double[][] plane = {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {1, 0, 0}};
        assertThatThrownBy(() -> Ridge.of(level(.5, plane), 3))
                .hasMessage(
                        "d: expected 1 to 2 tangent directions for states of 3 numbers, found 3;"
                                + " choose fewer than there are dimensions");
        assertThatThrownBy(() -> Ridge.of(level(.5, plane), 0))
                .hasMessageContaining("found 0; choose fewer");
        assertThatThrownBy(() -> Ridge.of(level(.5, plane), 2))
                .hasMessage(
                        "d: expected fewer tangent directions than distinct reference points,"
                                + " found d = 2 and 2 distinct points; choose d up to 1, or give"
                                + " more reference data");
        assertThatThrownBy(() -> Ridge.of(level(.5, new double[] {1, 2}), 1))
                .hasMessage(
                        "d: expected fewer tangent directions than distinct reference points,"
                                + " found d = 1 and 1 distinct point; give more reference data");
        assertThatThrownBy(() -> new Ridge(level(.5, plane), 1, 1))
                .hasMessage("separation: expected a number in [0, 1), found 1.0; 1.0E-6 is usual");
        assertThatThrownBy(() -> new ReferenceLevel(Empirical.of(plane, manager), 0, 1))
                .hasMessage(
                        "level: expected alpha and sigma above 0, found alpha 0.0 and sigma 1.0;"
                                + " there is a ridge inside the path only, end it a little"
                                + " earlier");
        assertThatThrownBy(() -> ProjectionOptions.NEWTON.withLimit(0))
                .hasMessage(
                        "projection: expected a positive tolerance and a limit of 1 or more, found"
                                + " 1.0E-10 and 0; 1e-10 and 200 are usual");
    }
}
