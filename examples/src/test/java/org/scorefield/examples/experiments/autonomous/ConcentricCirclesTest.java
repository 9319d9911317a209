// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.energy.marginal.EnergyPoints;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;

class ConcentricCirclesTest {

    private static final double[][] UNEMBEDDED = {{1, 0}, {0, 1}};

    /** Columns of length 1 at a right angle. */
    private static final double[][] TILTED = {{0.6, 0}, {0, 0}, {0.8, 0}, {0, 1}};

    /** A few roundings. */
    private static final double EXACT = 1e-12;

    /** Points are FLOAT32. */
    private static final double SINGLE = 1e-6;

    /** Given to ten decimals. */
    private static final double GIVEN = 1e-9;

    /** Sums of exponentials over 1,440 points against Bessel functions. */
    private static final double ROUNDING = 1e-9;

    @Test
    void distances_ofPlacedStates_areThoseMeasured() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            ConcentricCircles circles = new ConcentricCircles(TILTED, 0.5, 1);
            NDArray x =
                    manager.create(
                            new double[][] {
                                {0, 0, 0, 0}, // the centre: the inner circle
                                {0.6, 0, 0.8, 0}, // on the outer circle
                                {0, 0, 0, -0.5}, // on the inner one
                                {0, 0.3, 0, 0.9}, // 0.3 off the plane, 0.1 inside the outer one
                                {0, 0, 0, 2}, // 1 outside
                                {-0.8, 0, 0.6, 0.75} // 1 off the plane, between the circles
                            });
            assertThat(circles.distances(x))
                    .containsExactly(
                            new double[] {0.5, 0, 0, Math.sqrt(0.1), 1, Math.hypot(1, 0.25)},
                            within(EXACT));
            assertThat(circles.distancesInPlane(x))
                    .containsExactly(new double[] {0.5, 0, 0, 0.1, 1, 0.25}, within(EXACT));
        }
    }

    @Test
    void energy_ofTheUnitCircle_isThatOfCaseA5() {
        // spec/autonomous-fields.md, A5: r, E, dE/dr, f_v, f_eps, f_x, E[t]
        double[][] known = {
            {
                0.5,
                1.5370963006,
                -0.0820509475,
                -0.2124874696,
                0.2412357621,
                0.4537232318,
                0.5321962266
            },
            {1, 1.7749023799, 5.8742771201, 0.4278920150, 1.1583002397, 0.7304082246, 0.3803731442},
            {
                1.5,
                3.8110488076,
                3.1626886826,
                1.5345763053,
                1.9525018061,
                0.4179255009,
                0.7031082730
            }
        };
        MarginalEnergy energy =
                MarginalEnergy.of(
                        new ConcentricCircles(UNEMBEDDED, 1),
                        new RectifiedFlow(),
                        TimePrior.uniform(0.05, 0.95));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            for (double[] row : known) {
                EnergyPoints at = energy.at(manager.create(new double[][] {{0, row[0]}}));
                double[] found = {
                    row[0],
                    at.energy()[0],
                    at.gradient().getDouble(0, 1),
                    at.target(Predictions.VELOCITY).getDouble(0, 1),
                    at.target(Predictions.EPSILON).getDouble(0, 1),
                    at.target(Predictions.SAMPLE).getDouble(0, 1),
                    at.posterior().mean(t -> t)[0]
                };
                assertThat(found).as("r = " + row[0]).containsExactly(row, within(GIVEN));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 3})
    void everything_isThatOfManyPoints(double sigma) {
        double alpha = 0.8;
        long seed = 2;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            ConcentricCircles circles = new ConcentricCircles(TILTED, 0.5, 1);
            Empirical points = Empirical.of(points(720), manager);
            NDArray x = random(manager, seed, 6);
            NDArray v = random(manager, seed + 1, 6);
            assertClose(
                    circles.logDensity(x, alpha, sigma), points.logDensity(x, alpha, sigma), seed);
            assertClose(circles.score(x, alpha, sigma), points.score(x, alpha, sigma), seed);
            assertClose(circles.denoiser(x, alpha, sigma), points.denoiser(x, alpha, sigma), seed);
            assertClose(
                    circles.hessianProduct(x, v, alpha, sigma),
                    points.hessianProduct(x, v, alpha, sigma),
                    seed);
            assertClose(
                    circles.covarianceProduct(x, v, alpha, sigma),
                    points.covarianceProduct(x, v, alpha, sigma),
                    seed);
        }
    }

    @Test
    void sample_liesOnBothCirclesAlike() {
        long seed = 3;
        int n = 4000;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            ConcentricCircles circles = new ConcentricCircles(TILTED, 0.5, 1);
            NDArray x = circles.sample(n, new SplittableRandom(seed), manager);
            assertThat(Arrays.stream(circles.distances(x)).max().orElseThrow())
                    .as("seed " + seed)
                    .isLessThan(EXACT);
            double outer = x.square().sum(new int[] {1}).gt(0.5).sum().getLong() / (double) n;
            // 4.5 standard deviations of a share of 4,000
            assertThat(outer).as("seed " + seed).isEqualTo(0.5, within(0.036));
        }
    }

    @Test
    void through_findsPlaneAndRadiiOfPoints() {
        long seed = 4;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            ConcentricCircles circles = new ConcentricCircles(TILTED, 0.5, 1);
            NDArray x = circles.sample(20, new SplittableRandom(seed), manager);
            float[] points = x.toType(DataType.FLOAT32, true).toFloatArray();
            ConcentricCircles found =
                    ConcentricCircles.through(ReferenceData.of(points, new long[] {4}, "points"));
            assertThat(found.radii()).as("seed " + seed).containsExactly(0.5, 1);
            NDArray others = circles.sample(50, new SplittableRandom(seed + 1), manager);
            assertThat(Arrays.stream(found.distances(others)).max().orElseThrow())
                    .as("seed " + seed)
                    .isLessThan(SINGLE);
        }
    }

    @Test
    void embedding_withSkewColumns_isRefused() {
        assertThatThrownBy(() -> new ConcentricCircles(new double[][] {{1, 1}, {0, 1}}, 1))
                .hasMessageContaining("expected orthonormal columns");
    }

    private static double[][] points(int each) {
        double[][] points = new double[2 * each][4];
        for (int k = 0; k < points.length; k++) {
            double radius = k < each ? 0.5 : 1;
            double angle = 2 * Math.PI * k / each;
            for (int j = 0; j < 4; j++) {
                points[k][j] =
                        radius * (Math.cos(angle) * TILTED[j][0] + Math.sin(angle) * TILTED[j][1]);
            }
        }
        return points;
    }

    private static NDArray random(NDManager manager, long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][4];
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = 0.5 * random.nextGaussian();
            }
        }
        return manager.create(rows);
    }

    private static void assertClose(NDArray found, NDArray expected, long seed) {
        assertThat(found.getShape()).isEqualTo(expected.getShape());
        double scale = Math.max(1, expected.abs().max().getDouble());
        assertThat(found.sub(expected).abs().max().getDouble())
                .as("seed " + seed)
                .isLessThan(ROUNDING * scale);
    }
}
