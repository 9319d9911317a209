// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.Estimate;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;

/** Cases B1 to B5 of the score-error specification, with the true score unknown and known. */
class KnownAnswersTest {
    /**
     * The estimate is a mean of many independent terms: it stays within so many standard errors.
     */
    private static final double STANDARD_ERRORS = 4;

    /** Part of the truth that a ridge and a fit to 1536 rows may leave, beside the error. */
    private static final double SHRINKAGE = 0.01;

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
                        truth - STANDARD_ERRORS * estimate.standardError() - SHRINKAGE * truth,
                        truth + STANDARD_ERRORS * estimate.standardError());
        // The test would pass with a huge standard error: it must be small beside |e|^2.
        assertThat(estimate.standardError())
                .as("%s, seed %d", name, SEED)
                .isLessThan(0.02 * AffineGaussian.SIGMA_SQUARED * whole);
        assertThat(estimate.lowerBound()).isLessThanOrEqualTo(estimate.value());
        assertThat(estimate.interval().low()).isLessThanOrEqualTo(estimate.lowerBound());
        assertThat(estimate.interval().high()).isGreaterThanOrEqualTo(estimate.value());
        assertThat(estimate.n()).isEqualTo(40_000);
        assertThat(error.known()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void known_affineErrorOfGaussian_bracketsTheClosedForm(
            String name, AffineGaussian model, double gradient, double whole) {
        int samples = 20_000;
        LevelError error =
                new ScoreErrorEvaluator(options(samples, SEED))
                        .evaluate(
                                FieldModel.of("affine", model, Map.of()),
                                model.data(samples, SEED + 7),
                                model.truth(),
                                ProgressListener.NONE)
                        .levels()
                        .get(0);
        KnownError known = error.known().orElseThrow();
        double truth = AffineGaussian.SIGMA_SQUARED * gradient;
        double squared = AffineGaussian.SIGMA_SQUARED * whole;
        assertThat(known.squaredError().value())
                .as("%s, seed %d, %s", name, SEED, known)
                .isCloseTo(
                        squared,
                        within(STANDARD_ERRORS * known.squaredError().standardError() + 1e-12));
        // For Gaussians the rest of an affine error is A s: both sides close on |Pi e|^2.
        assertThat(error.gradient().lowerBound()).isLessThanOrEqualTo(truth + 1e-12);
        assertThat(known.upperBound()).isGreaterThanOrEqualTo(truth - 1e-12);
        assertThat(error.gradient().value()).isCloseTo(truth, within(0.03 * squared));
        assertThat(known.upper().value()).isCloseTo(truth, within(0.03 * squared));
        KnownError.Ratio ratio = known.ratio().orElseThrow();
        assertThat(ratio.interval().low()).isLessThanOrEqualTo(gradient / whole + 1e-9);
        assertThat(ratio.interval().high()).isGreaterThanOrEqualTo(gradient / whole - 1e-9);
        assertThat(ratio.interval().high() - ratio.interval().low()).isLessThan(0.1);
        assertThat(error.gradient().first().lambda()).isEmpty();
    }

    @Test
    void known_exactModel_hasNoRatio() {
        AffineGaussian model = AffineGaussian.of(UNEQUAL, new double[2][2], 0, 0);
        LevelError error =
                new ScoreErrorEvaluator(options(2000, SEED))
                        .evaluate(
                                FieldModel.of("exact", model, Map.of()),
                                model.data(2000, SEED),
                                model.truth(),
                                ProgressListener.NONE)
                        .levels()
                        .get(0);
        assertThat(error.known().orElseThrow().ratio()).isEmpty();
        assertThat(error.known().orElseThrow().squaredError().value()).isLessThan(1e-20);
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

    private static double[][] times(double factor, double[][] a) {
        return new double[][] {
            {factor * a[0][0], factor * a[0][1]}, {factor * a[1][0], factor * a[1][1]}
        };
    }

    static LevelError evaluate(AffineGaussian model, int samples, long seed) {
        return new ScoreErrorEvaluator(options(samples, seed))
                .evaluate(
                        FieldModel.of("affine", model, Map.of()),
                        model.data(samples, seed + 7),
                        ProgressListener.NONE)
                .levels()
                .get(0);
    }

    static ScoreErrorOptions options(int samples, long seed) {
        return ScoreErrorOptions.DEFAULT
                .withLevels(1)
                .withSamples(samples)
                .withBatchSize(1000)
                .withTestFunctions(TestFunctionSpec.parseAll("quadratic"))
                .withSeed(seed);
    }
}
