// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.Estimator;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;

/** Cases B8 and B10 of the score-error specification through the whole evaluator. */
class MixtureKnownAnswersTest {
    private static final long SEED = 11;
    private static final int SAMPLES = 6000;

    /** E cos^2 x_1 under p, that is |Pi e|^2 of e = grad sin x_1. */
    private static final double GRADIENT = 0.471840325004;

    /** E|s|^2. */
    private static final double SCORE = 1.550400490797;

    /** sigma^2 at t = 1/2: squared errors of epsilon are so many times those of the score. */
    private static final double SIGMA_SQUARED = 0.25;

    /** A standard error multiple that a mean of many terms stays within. */
    private static final double STANDARD_ERRORS = 4;

    /**
     * p = N((1, 0), I)/2 + N((-1, 0), I)/2 at t = 1/2, s = -x + (tanh x_1, 0), and the error scale
     * (a grad sin x_1 + b J s).
     */
    private record Tanh(double a, double b, double scale) implements NoisePredictor {

        @Override
        public NoiseSchedule schedule() {
            return new RectifiedFlow();
        }

        @Override
        public int dimension() {
            return 2;
        }

        private static NDArray score(NDArray x) {
            return x.tanh().mul(x.getManager().create(new double[] {1, 0})).sub(x);
        }

        static NDArray exact(NDArray x) {
            return score(x).mul(-Math.sqrt(SIGMA_SQUARED));
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            NDManager manager = x.getManager();
            NDArray slope = x.cos().mul(manager.create(new double[] {a, 0}));
            NDArray turn = manager.create(new double[] {0, b, -b, 0}, new Shape(2, 2));
            NDArray error = slope.add(score(x).matMul(turn)).mul(scale);
            return exact(x).sub(error.mul(Math.sqrt(SIGMA_SQUARED)));
        }

        @Override
        public NDManager newManager() {
            return NDManager.newBaseManager();
        }
    }

    /** x = x0/2 + eps/2 has unit covariance about +-(1, 0) where x0 has 3 I about +-(2, 0). */
    private static ReferenceData data() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[2 * SAMPLES];
        for (int i = 0; i < values.length; i++) {
            double centre = i % 2 == 1 ? 0 : random.nextBoolean() ? 2 : -2;
            values[i] = (float) (centre + Math.sqrt(3) * random.nextGaussian());
        }
        return ReferenceData.of(values, new long[] {2}, "mixture, seed " + SEED);
    }

    private static ScoreErrorOptions options() {
        return ScoreErrorOptions.DEFAULT
                .withLevels(1)
                .withSamples(SAMPLES)
                .withBatchSize(1000)
                .withTestFunctions(TestFunctionSpec.parseAll("hermite:4,fourier:60"));
    }

    private static LevelError known(NoisePredictor model) {
        return new ScoreErrorEvaluator(options())
                .evaluate(
                        FieldModel.of("tanh", model, Map.of()),
                        data(),
                        (x, t) -> Tanh.exact(x),
                        ProgressListener.NONE)
                .levels()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "1, 2", "0.5, 0.5"})
    void known_errorOfMixture_isBracketed(double a, double b) {
        LevelError error = known(new Tanh(a, b, 1));
        KnownError known = error.known().orElseThrow();
        double gradient = SIGMA_SQUARED * a * a * GRADIENT;
        double whole = gradient + SIGMA_SQUARED * b * b * SCORE;
        assertThat(known.squaredError().value())
                .as("a %s, b %s, seed %d, %s", a, b, SEED, error)
                .isCloseTo(whole, within(STANDARD_ERRORS * known.squaredError().standardError()));
        assertThat(error.gradient().lowerBound()).isLessThanOrEqualTo(gradient + 1e-12);
        assertThat(known.upperBound()).isGreaterThanOrEqualTo(gradient - 1e-12);
        // b J s is invisible, and A s takes it away whole: both sides close on the gradient.
        assertThat(error.gradient().value()).isCloseTo(gradient, within(0.03 * whole));
        assertThat(known.upper().value()).isCloseTo(gradient, within(0.03 * whole));
        KnownError.Ratio ratio = known.ratio().orElseThrow();
        assertThat(ratio.interval().low()).isLessThanOrEqualTo(gradient / whole + 1e-9);
        assertThat(ratio.interval().high()).isGreaterThanOrEqualTo(gradient / whole - 1e-9);
    }

    @Test
    void gradient_scoreUnknown_isTheSameWithinItsError() {
        LevelError error =
                new ScoreErrorEvaluator(options())
                        .evaluate(
                                FieldModel.of("tanh", new Tanh(1, 1, 1), Map.of()),
                                data(),
                                ProgressListener.NONE)
                        .levels()
                        .get(0);
        GradientEstimate gradient = error.gradient();
        double truth = SIGMA_SQUARED * GRADIENT;
        assertThat(gradient.value())
                .as("seed %d, %s", SEED, gradient)
                .isBetween(
                        0.8 * truth - STANDARD_ERRORS * gradient.standardError(),
                        truth + STANDARD_ERRORS * gradient.standardError());
        assertThat(gradient.lowerBound()).isBetween(0.5 * truth, truth);
    }

    @Test
    void known_errorTimesTwo_isFourTimesTheValue() {
        LevelError one = known(new Tanh(1, 1, 1));
        LevelError two = known(new Tanh(1, 1, 2));
        assertThat(two.gradient().value())
                .isCloseTo(4 * one.gradient().value(), withinPercentage(1e-6));
        assertThat(two.known().orElseThrow().upper().value())
                .isCloseTo(4 * one.known().orElseThrow().upper().value(), withinPercentage(1e-6));
    }

    @Test
    void known_largerClass_findsMore() {
        FieldModel model = FieldModel.of("tanh", new Tanh(1, 1, 1), Map.of());
        double last = 0;
        for (String specs :
                new String[] {"linear", "linear,quadratic", "linear,quadratic,hermite:4"}) {
            double value =
                    new ScoreErrorEvaluator(
                                    options()
                                            .withEstimator(Estimator.PLUG_IN)
                                            .withTestFunctions(TestFunctionSpec.parseAll(specs)))
                            .evaluate(model, data(), (x, t) -> Tanh.exact(x), ProgressListener.NONE)
                            .levels()
                            .get(0)
                            .gradient()
                            .value();
            assertThat(value).as(specs).isGreaterThan(last);
            last = value;
        }
    }
}
