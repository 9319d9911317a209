// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.energy.ExactPredictor;
import org.scorefield.evaluation.energy.MarginalEnergyOptions;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;

/** Lights of models whose quality is known beforehand. */
class LightsOfKnownModelsTest {
    private static final NoiseSchedule FLOW = new RectifiedFlow();
    private static final double[][] MODES = {{-1, 0}, {1, 0}, {0, 1.5}};
    private static final double WIDTH = 0.2;

    /** Far below the spacing of a few hundred points on the lines. */
    private static final double THIN = 0.001;

    private static final long SEED = 11;

    private static final AuditOptions OPTIONS =
            AuditOptions.DEFAULT.withImages(0).withLevels(4).withSamples(1024).withSeed(SEED);

    /** A model whose noise is that of another one, longer by a factor. */
    private record Scaled(NoisePredictor exact, double factor) implements NoisePredictor {
        @Override
        public NoiseSchedule schedule() {
            return exact.schedule();
        }

        @Override
        public int dimension() {
            return exact.dimension();
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            return exact.epsilon(x, t).mul(factor);
        }

        @Override
        public NDManager newManager() {
            return exact.newManager();
        }
    }

    /** A blind denoiser that knows nothing but the mean of the data, 0. */
    private record Mean() implements NoisePredictor {
        @Override
        public NoiseSchedule schedule() {
            return FLOW;
        }

        @Override
        public int dimension() {
            return DIMENSION;
        }

        @Override
        public boolean blind() {
            return true;
        }

        @Override
        public Prediction prediction() {
            return Predictions.SAMPLE;
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            return x.div(FLOW.sigma(t));
        }

        @Override
        public NDArray output(NDArray x, double[] t) {
            return x.zerosLike();
        }

        @Override
        public NDManager newManager() {
            return NDManager.newBaseManager();
        }
    }

    private static ReferenceData mixture(int count) {
        return mixture(count, WIDTH);
    }

    private static ReferenceData mixture(int count, double height) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            double[] mode = MODES[random.nextInt(MODES.length)];
            values[2 * i] = (float) (mode[0] + WIDTH * random.nextGaussian());
            values[2 * i + 1] = (float) (mode[1] + height * random.nextGaussian());
        }
        return ReferenceData.of(values, new long[] {2}, "mixture, seed " + SEED);
    }

    private static Light light(
            String evaluator, NoisePredictor model, ReferenceData data, AuditOptions options) {
        AuditSubject subject =
                new AuditSubject(
                        "known",
                        "ab".repeat(32),
                        Map.of(),
                        data.shape(),
                        new double[] {-1, 1},
                        List.of());
        AuditResult result =
                new Audit(options.withEvaluators(List.of(evaluator)), ProgressListener.NONE)
                        .run(subject, model, data);
        Light light =
                Light.of(
                                result.json()
                                        .getAsJsonObject("evaluations")
                                        .getAsJsonObject(evaluator)
                                        .get("light"))
                        .orElseThrow();
        assertThat(result.worst()).isEqualTo(light.colour());
        return light;
    }

    private static NoisePredictor exact() {
        return exact(WIDTH);
    }

    private static NoisePredictor exact(double height) {
        double[][] covariance = {{WIDTH * WIDTH, 0}, {0, height * height}};
        return new ReferencePredictor(
                GaussianMixture.of(
                        new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0},
                        MODES,
                        new double[][][] {covariance, covariance, covariance}),
                FLOW,
                Predictions.EPSILON);
    }

    /**
     * The exact model is green. A noise that is 2 % too long is an error, and too small to matter;
     * one that is half as long again is red.
     */
    @ParameterizedTest
    @CsvSource({"1, GREEN", "1.02, GREEN", "1.5, RED"})
    void scoreError_ofANoiseThatIsLongerByAFactor_isAsSevere(double factor, Colour expected) {
        Light light = light("score-error", new Scaled(exact(), factor), mixture(1024), OPTIONS);
        assertThat(light.colour()).as(light.sentence()).isEqualTo(expected);
    }

    @Test
    void scoreError_ofAnExactModel_isGreen() {
        Light light = light("score-error", exact(), mixture(1024), OPTIONS);
        assertThat(light.colour()).as(light.sentence()).isEqualTo(Colour.GREEN);
    }

    /** Data on three lines have a ridge that can be read at little noise. */
    @Test
    void ridge_ofAnExactModelOfThinData_isGreen() {
        Light light = light("ridge", exact(THIN), mixture(1024, THIN), OPTIONS.withLevels(8));
        assertThat(light.colour()).as(light.sentence()).isEqualTo(Colour.GREEN);
    }

    /**
     * By four levels and this seed the ridge of round clouds is read at sigma / alpha = 3.8, where
     * being on it says nothing of a model: a noise that is a fifth too long is no more green than
     * the exact one, and one that is zero, so that samples fly away, is red.
     */
    @ParameterizedTest
    @CsvSource({"1, GREY", "1.2, GREY", "0, RED"})
    void ridge_readWhereNoiseHidesTheData_isNeverGreen(double factor, Colour expected) {
        Light light =
                light("ridge", new Scaled(exact(), factor), mixture(512), OPTIONS.withSeed(3));
        assertThat(light.colour()).as(light.sentence()).isEqualTo(expected);
        if (expected == Colour.GREY) {
            assertThat(light.sentence()).contains("noise hides").doesNotContain("More samples");
        }
    }

    @ParameterizedTest
    @CsvSource({"score-error", "ridge"})
    void light_ofAModelThatIsFarOff_isRed(String evaluator) {
        Light light = light(evaluator, new Scaled(exact(), 0.3), mixture(1024), OPTIONS);
        assertThat(light.colour()).as(light.sentence()).isEqualTo(Colour.RED);
    }

    private static final TimePrior WIDE = TimePrior.uniform(0.001, 0.999);
    private static final int DIMENSION = 64;

    private static ReferenceData corners() {
        float[] values = new float[4 * DIMENSION];
        for (int i = 0; i < values.length; i++) {
            int point = i / DIMENSION;
            values[i] = (i % 2 == 0 ? point < 2 : point % 2 == 0) ? 1 : -1;
        }
        return ReferenceData.of(values, new long[] {DIMENSION}, "corners");
    }

    private static Light blind(NoisePredictor model) {
        return light(
                "marginal-energy",
                model,
                corners(),
                OPTIONS.withReferenceRole(ReferenceRole.WHOLE)
                        .withLevels(1)
                        .withMarginalEnergy(
                                new MarginalEnergyOptions(WIDE, 1, 2, 16, 16, 64, SEED, 512)));
    }

    /** In 64 dimensions a state tells its noise, and the best blind denoiser ends on the points. */
    @Test
    void marginalEnergy_ofTheBestBlindDenoiser_isGreen() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Light light =
                    blind(
                            new ExactPredictor(
                                    Empirical.of(corners(), manager),
                                    FLOW,
                                    Predictions.SAMPLE,
                                    WIDE));
            assertThat(light.colour()).as(light.sentence()).isEqualTo(Colour.GREEN);
        }
    }

    /** Generation by the mean of all data ends at the mean, a standard deviation off each point. */
    @Test
    void marginalEnergy_ofABlindDenoiserThatAlwaysAnswersTheMean_isRed() {
        Light light = blind(new Mean());
        assertThat(light.colour()).as(light.sentence()).isEqualTo(Colour.RED);
        assertThat(light.measure().orElseThrow().value()).isCloseTo(1, within(0.1));
    }

    /** Nobody runs a model blind that can be told the time; the light says what it would be. */
    @Test
    void marginalEnergy_ofAModelThatIsToldTheTime_doesNotApply() {
        Light light =
                light(
                        "marginal-energy",
                        exact(),
                        mixture(128),
                        OPTIONS.withLevels(1)
                                .withMarginalEnergy(
                                        new MarginalEnergyOptions(
                                                TimePrior.uniform(0.01, 0.99),
                                                1,
                                                2,
                                                8,
                                                20,
                                                64,
                                                SEED,
                                                512)));
        assertThat(light.colour()).isEqualTo(Colour.GREY);
        assertThat(light.sentence()).startsWith("Not applicable: the checkpoint is told");
    }

    /**
     * Half of the truth decides nothing: without held-out data there is nothing to compare with.
     */
    @Test
    void ridge_withoutHeldOutData_isUndecided() {
        Light light =
                light(
                        "ridge",
                        exact(),
                        mixture(64),
                        OPTIONS.withReferenceRole(ReferenceRole.WHOLE));
        assertThat(light.colour()).isEqualTo(Colour.GREY);
        assertThat(light.sentence()).contains("no held-out data").contains("--ridge-held-out");
    }

    @Test
    void scoreError_atOneLevel_isUndecided() {
        Light light =
                light("score-error", exact(), mixture(256), OPTIONS.withLevels(1).withSamples(64));
        assertThat(light.colour()).isEqualTo(Colour.GREY);
        assertThat(light.sentence()).contains("take more --levels");
    }
}
