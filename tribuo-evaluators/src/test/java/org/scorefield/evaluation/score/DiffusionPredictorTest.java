// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.DiffusionPredictor;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditResult;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.GradientEstimate;

/**
 * From a file of weights through the compiler and the engine: a linear network whose error is
 * known.
 */
class DiffusionPredictorTest {
    private static final long SEED = 8;
    private static final String CARD =
            """
            {"architecture": "MLP", "schedule": {"_class_name": "RectifiedFlow"},
             "prediction": "epsilon", "time": {"input": "none"},
             "data": {"shape": [2], "range": [-20, 20]}}
            """;

    /** Case B4 with c; its epsilon is M x + b, M = sigma (Sigma^-1 - B), b = -sigma c. */
    private static final AffineGaussian EXACT =
            AffineGaussian.of(
                    new double[][] {{2, .6}, {.6, 1}}, new double[][] {{1, 2}, {0, 1}}, .3, -.4);

    @TempDir Path folder;

    @Test
    void evaluate_compiledLinearNetwork_isTheClosedForm() throws Exception {
        try (DiffusionModel model = load()) {
            DiffusionPredictor predictor = new DiffusionPredictor(model);
            double[] x = new SplittableRandom(SEED).doubles(20).toArray();
            double[] expected = epsilon(EXACT, x);
            double[] found = epsilon(predictor, x);
            for (int i = 0; i < 20; i++) {
                // float32 of numbers of order one
                assertThat(found[i]).isCloseTo(expected[i], within(2e-6));
            }
            ScoreErrorOptions options =
                    ScoreErrorOptions.DEFAULT
                            .withLevels(1)
                            .withSamples(20_000)
                            .withBatchSize(2000)
                            .withTestFunctions(TestFunctionSpec.parseAll("quadratic"));
            GradientEstimate gradient =
                    new ScoreErrorEvaluator(options)
                            .evaluate(
                                    FieldModel.of("linear", predictor, Map.of()),
                                    EXACT.data(20_000, SEED),
                                    ProgressListener.NONE)
                            .levels()
                            .get(0)
                            .gradient();
            double truth = AffineGaussian.SIGMA_SQUARED * 7.463333333333;
            assertThat(gradient.value())
                    .as("seed %d, %s", SEED, gradient)
                    .isCloseTo(truth, within(4 * gradient.standardError()));
            assertThat(gradient.standardError()).isLessThan(0.03 * truth);
        }
    }

    @Test
    void output_blindVelocity_isTheNetworksAndEpsilonFollowsFromIt() throws Exception {
        try (DiffusionModel model = load(CARD.replace("\"epsilon\"", "\"flow\""))) {
            DiffusionPredictor predictor = new DiffusionPredictor(model);
            assertThat(predictor.blind()).isTrue();
            try (NDManager manager = predictor.newManager()) {
                double[] x = new SplittableRandom(SEED).doubles(4).toArray();
                NDArray states = manager.create(x, new Shape(2, 2));
                double[] output =
                        predictor.output(states, new double[] {0.25, 0.75}).toDoubleArray();
                double[] network = EXACT.epsilon(states, 0.5).toDoubleArray();
                double[] early = predictor.epsilon(states, 0.25).toDoubleArray();
                for (int i = 0; i < 4; i++) {
                    assertThat(output[i]).isCloseTo(network[i], within(2e-6));
                    // eps - x0 = v and (1 - t) x0 + t eps = x: eps = x + (1 - t) v
                    assertThat(early[i]).isCloseTo(x[i] + 0.75 * network[i], within(4e-6));
                }
            }
        }
    }

    @Test
    void output_byDefault_isEpsilonAtEachTime() {
        GaussianPredictor predictor = new GaussianPredictor();
        try (NDManager manager = predictor.newManager()) {
            NDArray states = manager.create(new double[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
            double[] found =
                    predictor.output(states, new double[] {0.5, 0.5, 0.25}).toDoubleArray();
            // sigma x / (alpha^2 + sigma^2): at t = 1/2 x, at t = 1/4 0.4 x
            assertThat(found).containsExactly(new double[] {1, 2, 3, 4, 2, 2.4}, within(1e-14));
        }
    }

    /** The exact predictor of N(0, I) on the straight path. */
    private record GaussianPredictor() implements NoisePredictor {
        @Override
        public NoiseSchedule schedule() {
            return new RectifiedFlow();
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            return x.mul(t / (t * t + (1 - t) * (1 - t)));
        }

        @Override
        public NDManager newManager() {
            return NDManager.newBaseManager();
        }
    }

    private static double[] epsilon(NoisePredictor predictor, double[] x) {
        try (NDManager manager = predictor.newManager()) {
            return predictor.epsilon(manager.create(x, new Shape(10, 2)), 0.5).toDoubleArray();
        }
    }

    @Test
    void audit_compiledNetwork_tellsItsProvenance() throws Exception {
        try (DiffusionModel model = load()) {
            AuditResult result =
                    new Audit(
                                    AuditOptions.DEFAULT.withLevels(2).withSamples(200),
                                    ProgressListener.NONE)
                            .run("linear", model, EXACT.data(200, SEED));
            var facts = result.json().getAsJsonObject("checkpoint").getAsJsonObject("facts");
            assertThat(facts.get("architecture").getAsString()).isEqualTo("MLP");
            assertThat(facts.get("device").getAsString()).isEqualTo("cpu");
            assertThat(result.json().getAsJsonObject("checkpoint").get("sha256").getAsString())
                    .hasSize(64);
        }
    }

    private DiffusionModel load() throws IOException {
        return load(CARD);
    }

    private DiffusionModel load(String card) throws IOException {
        float sigma = (float) Math.sqrt(AffineGaussian.SIGMA_SQUARED);
        var inverse = EXACT.covariance().invert();
        float[] numbers = new float[6];
        for (int i = 0; i < 4; i++) {
            numbers[i] =
                    (float) (sigma * (inverse.get(i / 2, i % 2) - EXACT.b().get(i / 2, i % 2)));
        }
        numbers[4] = (float) (-sigma * EXACT.c().get(0));
        numbers[5] = (float) (-sigma * EXACT.c().get(1));
        Path file = Files.write(folder.resolve("linear.safetensors"), safetensors(numbers));
        return DiffusionModel.load(file, Card.parse(card, "card"));
    }

    /** net.0.weight [2, 2] and net.0.bias [2]. */
    private static byte[] safetensors(float[] numbers) {
        String header =
                """
                {"net.0.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
                "net.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[16,24]}}""";
        byte[] padded =
                Arrays.copyOf(
                        header.getBytes(StandardCharsets.UTF_8), (header.length() + 7) / 8 * 8);
        Arrays.fill(padded, header.length(), padded.length, (byte) ' ');
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + padded.length + 24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded.length).put(padded);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        return bytes.array();
    }
}
