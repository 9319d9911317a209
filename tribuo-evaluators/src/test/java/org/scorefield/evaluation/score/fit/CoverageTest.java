// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.potential.HermiteFunctions;
import org.scorefield.evaluation.potential.QuadraticFunctions;
import org.scorefield.evaluation.score.classes.LevelClasses;
import org.scorefield.evaluation.score.estimate.Estimator;

/**
 * How often bounds and intervals hold, over 400 repetitions of fit, choice and certification on
 * fresh rows: of a Gaussian, a mixture, a class that cannot hold the truth, and a true 0.
 */
class CoverageTest {
    private static final int REPETITIONS = 400;

    /** 95 % of 400 is 380 +- 4.4; 93 % of 400 is 372, two deviations down. */
    private static final int LEAST_BELOW = 372;

    /** Part of the truth that the mean bound finds; the class too small has no more. */
    private static final double LEAST_FOUND = 0.25;

    /** How far below 0 the mean bound lies at a true 0. */
    private static final double ZERO = 0.1;

    private static final long SEED = 500;
    private static final double SIGMA = 0.5;
    private static final LevelEstimate.Bounds BOUNDS =
            new LevelEstimate.Bounds(Estimator.CROSS_FITTED, 0.95, 1);

    /** Data x0, of which alpha x0 is noised, and the error e of the prediction. */
    private record Case(
            double[][] centres, UnaryOperator<NDArray> error, double truth, int rows, int degree) {}

    @Test
    void lowerBound_ofGaussian_holds() {
        // x ~ N(0, (1 + sigma^2) I), e = grad of (x_1^2 + x_1 x_2)/4 plus a turn that is invisible.
        double variance = 1 + SIGMA * SIGMA;
        Case gaussian =
                new Case(
                        new double[][] {{0, 0}},
                        x -> x.matMul(matrix(x, .5, .25 - 1, .25 + 1, 0)),
                        variance * (.25 + 2 * .25 * .25),
                        400,
                        2);
        assertThat(below(gaussian)).as("seeds from %d", SEED).isGreaterThanOrEqualTo(LEAST_BELOW);
    }

    @Test
    void lowerBound_ofMixture_holds() {
        // e = grad sin(x_1): |Pi e|^2 = E cos^2 x_1 = (1 + E cos 2 x_1)/2.
        double variance = 1 + SIGMA * SIGMA;
        double truth = (1 + Math.exp(-2 * variance) * Math.cos(2)) / 2;
        Case mixture =
                new Case(new double[][] {{1, 0}, {-1, 0}}, CoverageTest::slope, truth, 400, 4);
        assertThat(below(mixture)).as("seeds from %d", SEED).isGreaterThanOrEqualTo(LEAST_BELOW);
    }

    @Test
    void lowerBound_ofClassTooSmall_holds() {
        double variance = 1 + SIGMA * SIGMA;
        double truth = (1 + Math.exp(-2 * variance) * Math.cos(6)) / 2;
        Case small = new Case(new double[][] {{3, 0}, {-3, 0}}, CoverageTest::slope, truth, 400, 2);
        assertThat(below(small)).as("seeds from %d", SEED).isGreaterThanOrEqualTo(LEAST_BELOW);
    }

    @Test
    void lowerBound_ofTrueZero_seldomLiesAbove() {
        Case zero =
                new Case(new double[][] {{0, 0}}, x -> x.matMul(matrix(x, 0, -2, 2, 0)), 0, 400, 2);
        assertThat(below(zero)).as("seeds from %d", SEED).isGreaterThanOrEqualTo(LEAST_BELOW);
    }

    private static NDArray slope(NDArray x) {
        return x.cos().mul(x.getManager().create(new double[] {1, 0}));
    }

    private static NDArray matrix(NDArray x, double... values) {
        return x.getManager().create(values, new Shape(2, 2));
    }

    private static int below(Case known) {
        int below = 0;
        double sum = 0;
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < REPETITIONS; i++) {
                try (NDManager step = manager.newSubManager()) {
                    double bound = bound(known, step, SEED + i);
                    below += bound <= known.truth() + 1e-12 ? 1 : 0;
                    sum += bound;
                }
            }
        }
        // A bound of 0 would always hold: this one finds something, and nothing where nothing is.
        assertThat(sum / REPETITIONS)
                .as("mean bound for %s", known.truth())
                .isBetween(LEAST_FOUND * known.truth() - ZERO, known.truth());
        return below;
    }

    private static double bound(Case known, NDManager manager, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Rows> pools = List.of(rows(known, manager, random), rows(known, manager, random));
        List<LevelClasses> classes =
                pools.stream()
                        .map(pool -> classes(known, LevelFit.fitting(pool, manager)))
                        .toList();
        LevelStatistics statistics = LevelFit.of(classes, pools, SIGMA, Estimator.CROSS_FITTED);
        NoiseLevel level = new NoiseLevel(0.5, 1, SIGMA);
        return LevelEstimate.of(level, statistics, BOUNDS).gradient().lowerBound();
    }

    private static LevelClasses classes(Case known, NDArray x) {
        return new LevelClasses(
                List.of("quadratic", "hermite"),
                List.of(
                        QuadraticFunctions.around(x.mean(new int[] {0})),
                        HermiteFunctions.of(x, known.degree())),
                List.of());
    }

    /** Rows whose prediction of the noise is eps* + e, two a datum. */
    private static Rows rows(Case known, NDManager manager, SplittableRandom random) {
        int n = known.rows();
        double[] x = new double[2 * n];
        double[] noise = new double[2 * n];
        double[] exact = new double[2 * n];
        double variance = 1 + SIGMA * SIGMA;
        double[] datum = new double[2];
        for (int i = 0; i < n; i++) {
            if (i % 2 == 0) {
                double[] centre = known.centres()[random.nextInt(known.centres().length)];
                datum = new double[] {centre[0] + random.nextGaussian(), random.nextGaussian()};
            }
            for (int k = 0; k < 2; k++) {
                noise[2 * i + k] = random.nextGaussian();
                x[2 * i + k] = datum[k] + SIGMA * noise[2 * i + k];
            }
            // Centres are at +-m: the posterior mean of the centre is m tanh(m x_1 / variance).
            double m = Math.abs(known.centres()[0][0]);
            double mean = m * Math.tanh(m * x[2 * i] / variance);
            exact[2 * i] = SIGMA * (x[2 * i] - mean) / variance;
            exact[2 * i + 1] = SIGMA * x[2 * i + 1] / variance;
        }
        Shape shape = new Shape(n, 2);
        NDArray points = manager.create(x, shape);
        int[] sizes = new int[n / 2];
        Arrays.fill(sizes, 2);
        return new Rows(
                points,
                manager.create(noise, shape),
                manager.create(exact, shape).add(known.error().apply(points)),
                null,
                sizes);
    }
}
