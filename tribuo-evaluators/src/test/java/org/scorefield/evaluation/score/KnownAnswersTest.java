// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.evaluation.ProgressListener;

/** Cases B1 to B5 of the score-error specification, and coverage of the bound. */
class KnownAnswersTest {
    /**
     * The estimate is a mean of many independent terms: it stays within so many standard errors.
     */
    private static final double STANDARD_ERRORS = 4;

    private static final long SEED = 20260606;
    private static final double[][] J = {{0, -1}, {1, 0}};
    private static final double[][] UNIT = {{1, 0}, {0, 1}};
    private static final double[][] UNEQUAL = {{2, 0}, {0, .5}};
    private static final double[][] CORRELATED = {{2, .6}, {.6, 1}};

    static Stream<Arguments> cases() {
        double[][] sheared = {{1, 2}, {0, 1}};
        return Stream.of(
                Arguments.of("B1", AffineGaussian.of(UNIT, times(5, J), 0, 0), 0.0, 50.0),
                Arguments.of("B2", AffineGaussian.of(UNEQUAL, J, 0, 0), 0.9, 2.5),
                // J Sigma^-1 = [[0, -2], [0.5, 0]]
                Arguments.of(
                        "B3",
                        AffineGaussian.of(UNEQUAL, new double[][] {{0, -2}, {.5, 0}}, 0, 0),
                        0.0,
                        2.5),
                Arguments.of("B4", AffineGaussian.of(CORRELATED, sheared, 0, 0), 541 / 75.0, 9.4),
                Arguments.of(
                        "B4 + c",
                        AffineGaussian.of(CORRELATED, sheared, .3, -.4),
                        7.463333333333,
                        9.65),
                Arguments.of(
                        "B5, D = 1",
                        AffineGaussian.of(new double[][] {{2}}, new double[][] {{.7}}, .1),
                        .98 + .01,
                        .98 + .01),
                Arguments.of(
                        "B5, constant",
                        AffineGaussian.of(UNEQUAL, new double[2][2], 3, -4),
                        25.0,
                        25.0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void gradient_affineErrorOfGaussian_isTheClosedForm(
            String name, AffineGaussian model, double gradient, double whole) {
        LevelError error = evaluate(model, 40_000, SEED);
        double truth = AffineGaussian.SIGMA_SQUARED * gradient;
        GradientEstimate estimate = error.gradient();
        assertThat(estimate.value())
                .as("%s, seed %d, %s", name, SEED, estimate)
                .isBetween(
                        truth - STANDARD_ERRORS * estimate.standardError(),
                        truth + STANDARD_ERRORS * estimate.standardError());
        // The test would pass with a huge standard error: it must be small beside |e|^2.
        assertThat(estimate.standardError())
                .as("%s, seed %d", name, SEED)
                .isPositive()
                .isLessThan(0.02 * AffineGaussian.SIGMA_SQUARED * whole);
        assertThat(estimate.lowerBound()).isLessThan(estimate.value());
        assertThat(estimate.n()).isEqualTo(40_000);
    }

    @Test
    void denoisingLoss_affineErrorOfGaussian_isErrorPlusIrreducible() {
        AffineGaussian model = AffineGaussian.of(UNEQUAL, J, 0, 0);
        Estimate loss = evaluate(model, 40_000, SEED).denoisingLoss();
        // E|eps - eps*|^2 = D - E|eps*|^2 = D - sigma^2 tr(Sigma^-1) = 2 - 0.25 * 2.5
        double truth = AffineGaussian.SIGMA_SQUARED * 2.5 + 2 - 0.25 * 2.5;
        assertThat(loss.value())
                .as("seed %d, %s", SEED, loss)
                .isBetween(
                        truth - STANDARD_ERRORS * loss.standardError(),
                        truth + STANDARD_ERRORS * loss.standardError());
        assertThat(loss.standardError()).isLessThan(0.02 * truth);
    }

    @Test
    void lowerBound_overRepetitions_coversTheTruth() {
        AffineGaussian model = AffineGaussian.of(CORRELATED, new double[][] {{1, 2}, {0, 1}}, 0, 0);
        double truth = AffineGaussian.SIGMA_SQUARED * 541 / 75;
        int repetitions = 200;
        int below = 0;
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int i = 0; i < repetitions; i++) {
            GradientEstimate estimate = evaluate(model, 1000, SEED + i).gradient();
            below += estimate.lowerBound() <= truth ? 1 : 0;
            sum += estimate.value();
            squares += estimate.value() * estimate.value();
            errors += estimate.standardError() / repetitions;
        }
        double mean = sum / repetitions;
        double deviation = Math.sqrt(squares / repetitions - mean * mean);
        // Binomial: 95 % of 200 is 190 +- 3.1; 181 is three deviations down.
        assertThat(below).as("seeds from %d", SEED).isGreaterThanOrEqualTo(181);
        // The reported standard error is that of the repetitions, to 20 % (its own error is 5 %).
        assertThat(errors / deviation).isBetween(0.8, 1.2);
        // B6 in epsilon units: the spread at 1000 samples is about 0.30 / 4; bias stays below it.
        assertThat(mean).isBetween(truth - 0.05, truth + 0.03);
    }

    @Test
    void lowerBound_ofAnInvisibleError_seldomFindsOne() {
        // e = 3 J x in each plane of 24 dimensions: large, and all of it divergence-free.
        int d = 24;
        double[][] unit = new double[d][d];
        double[][] turns = new double[d][d];
        for (int i = 0; i < d; i += 2) {
            unit[i][i] = 1;
            unit[i + 1][i + 1] = 1;
            turns[i][i + 1] = -3;
            turns[i + 1][i] = 3;
        }
        AffineGaussian model = AffineGaussian.of(unit, turns, new double[d]);
        int repetitions = 100;
        int found = 0;
        for (int i = 0; i < repetitions; i++) {
            found += evaluate(model, 1000, SEED + i).gradient().lowerBound() > 0 ? 1 : 0;
        }
        // Binomial: 5 % of 100 is 5 +- 2.2. With the folds taken for independent it is 17 %.
        assertThat(found).as("seeds from %d", SEED).isLessThanOrEqualTo(11);
    }

    private static double[][] times(double factor, double[][] a) {
        return new double[][] {
            {factor * a[0][0], factor * a[0][1]}, {factor * a[1][0], factor * a[1][1]}
        };
    }

    static LevelError evaluate(AffineGaussian model, int samples, long seed) {
        ScoreErrorOptions options =
                ScoreErrorOptions.DEFAULT
                        .withLevels(1)
                        .withSamples(samples)
                        .withBatchSize(1000)
                        .withSeed(seed);
        return new ScoreErrorEvaluator(options)
                .evaluate(
                        FieldModel.of("affine", model, Map.of()),
                        model.data(samples, seed + 7),
                        ProgressListener.NONE)
                .levels()
                .get(0);
    }
}
