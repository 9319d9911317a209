// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.Wiener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.fit.LevelStatistics;
import org.tribuo.Dataset;
import org.tribuo.Prediction;
import org.tribuo.regression.Regressor;

/** Evaluations that end early, are saved, and go on. */
class ScoreErrorStateTest {
    private static final ScoreErrorOptions OPTIONS =
            ScoreErrorOptions.DEFAULT
                    .withLevels(2)
                    .withSamples(500)
                    .withFitSamples(120)
                    .withTestFunctions(TestFunctionSpec.parseAll("separable:2:pixel,quadratic:4"));

    private final ReferenceData data = Blobs.of(700, 5, 11);
    private final FieldModel model =
            FieldModel.of("wiener", Wiener.of(data), Map.of("sha256", "abc"));

    private ScoreErrorEvaluation evaluate(ScoreErrorOptions options) {
        return new ScoreErrorEvaluator(options).evaluate(model, data, ProgressListener.NONE);
    }

    @Test
    void resume_afterAnInterrupt_reachesTheSameNumbers(@TempDir Path folder) throws IOException {
        ScoreErrorOptions options = OPTIONS.withBatchSize(3).withStateFile(folder.resolve("state"));
        ScoreErrorEvaluation expected = evaluate(OPTIONS.withBatchSize(3));
        ScoreErrorEvaluator evaluator = new ScoreErrorEvaluator(options);
        // 500 rows a level: within the pool of a level, and while further rows stream by.
        for (long stop : new long[] {100, 480, 500, 650, 990}) {
            Files.deleteIfExists(folder.resolve("state"));
            assertThatThrownBy(
                            () ->
                                    evaluator.evaluate(
                                            model,
                                            data,
                                            (task, done, total) -> {
                                                if (done >= stop) {
                                                    Thread.currentThread().interrupt();
                                                }
                                            }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            List<Long> rows = new ArrayList<>();
            ScoreErrorEvaluation resumed =
                    evaluator.resume(model, data, (task, done, total) -> rows.add(done));
            assertThat(resumed.levels()).as("stopped at %d", stop).isEqualTo(expected.levels());
            // It did go on rather than begin anew: at most a pool of 240 rows is evaluated again.
            assertThat(rows.stream().filter(done -> done < stop - 240).distinct())
                    .as("stopped at %d", stop)
                    .hasSizeLessThanOrEqualTo(1);
        }
        assertThatThrownBy(
                        () ->
                                new ScoreErrorEvaluator(options.withSamples(400))
                                        .resume(model, data, ProgressListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected those of samples = 400, found samples = 500");
    }

    @Test
    void resume_afterATimeBudgetCutThePool_keepsThePotentialsOfTheCutPool(@TempDir Path folder)
            throws IOException {
        // 6 batches of 50 rows are the first to hold 256: the pool ends at 300 of 400 data, as with
        // 150 rows that fit each half. No class uses principal axes, which come from all the pool.
        ScoreErrorOptions options =
                OPTIONS.withBatchSize(50)
                        .withTestFunctions(TestFunctionSpec.parseAll("separable:2:pixel,linear"));
        ScoreErrorEvaluation expected = evaluate(options.withFitSamples(150));
        ScoreErrorOptions saved =
                options.withFitSamples(200).withStateFile(folder.resolve("state"));
        ScoreErrorEvaluation cut = evaluate(saved.withTimeBudget(Duration.ofNanos(1)));
        assertThat(cut.levels()).allMatch(level -> level.gradient().n() == 300);
        ScoreErrorEvaluation resumed =
                new ScoreErrorEvaluator(saved).resume(model, data, ProgressListener.NONE);
        assertThat(resumed.levels()).isEqualTo(expected.levels());
    }

    @Test
    void evaluate_timeBudgetOverWithManyNoisesOfFewData_takesEnoughData() {
        // 40 noises a datum: 256 rows come from 7 data, of which neither half could be cut.
        FieldModel few = FieldModel.of("wiener", Wiener.of(data), Map.of("sha256", "abc"));
        ScoreErrorEvaluation evaluation =
                new ScoreErrorEvaluator(
                                OPTIONS.withSamples(2000).withTimeBudget(Duration.ofNanos(1)))
                        .evaluate(few, Blobs.of(50, 5, 12), ProgressListener.NONE);
        assertThat(evaluation.levels()).allMatch(level -> level.gradient().clusters() >= 16);
    }

    @Test
    void resume_withAnotherPartOfTheSameFile_isRefused(@TempDir Path folder)
            throws IOException, ReferenceException {
        // Other data come in another order, and what fitted a potential could then certify it.
        Path file = folder.resolve("data-idx3-ubyte");
        ByteBuffer bytes = ByteBuffer.allocate(16 + 80 * 25);
        bytes.putInt(0x00000803).putInt(80).putInt(5).putInt(5);
        for (int i = 0; i < 80 * 25; i++) {
            bytes.put((byte) (255 * data.value(i / 25, i % 25)));
        }
        Files.write(file, bytes.array());
        ReferenceOptions all = ReferenceOptions.of(data.shape(), new double[] {0, 1});
        ScoreErrorEvaluator evaluator =
                new ScoreErrorEvaluator(
                        OPTIONS.withSamples(40)
                                .withTestFunctions(List.of(TestFunctionSpec.parse("linear")))
                                .withStateFile(folder.resolve("state")));
        evaluator.evaluate(
                model, ReferenceReader.read(file, all.withLimit(60)), ProgressListener.NONE);
        ReferenceData more = ReferenceReader.read(file, all);
        assertThatThrownBy(() -> evaluator.resume(model, more, ProgressListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("80 of 80 samples")
                .hasMessageContaining("60 of 80 samples");
    }

    @Test
    void read_ofAnyBeginning_isRefusedWithAReason() throws IOException {
        ScoreErrorSufficientStatistics whole =
                new ScoreErrorEvaluator(OPTIONS).statistics(model, data, ProgressListener.NONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        whole.write(out);
        byte[] bytes = out.toByteArray();
        for (int end : new int[] {0, 3, 8, 40, bytes.length / 2, bytes.length - 1}) {
            assertThatThrownBy(
                            () -> whole.read(new ByteArrayInputStream(Arrays.copyOf(bytes, end))))
                    .as("%d of %d bytes", end, bytes.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("start the evaluation anew");
        }
    }

    @Test
    void noiseLevels_ofTimesInAnyOrder_areFromLittleNoiseToMuch() {
        List<NoiseLevel> levels =
                OPTIONS.withTimes(List.of(0.7, 0.2, 0.7, 0.5))
                        .noiseLevels(model.predictor().schedule());
        assertThat(levels).extracting(NoiseLevel::t).containsExactly(0.2, 0.5, 0.7);
    }

    @Test
    void statistics_ofShuffledExamples_keepADatumInOneHalfAtAllLevels() {
        Dataset<Regressor> examples = NoisedExamples.of(model, data, OPTIONS);
        examples.shuffle(true);
        List<Prediction<Regressor>> predictions = model.predict(examples);
        ScoreErrorSufficientStatistics statistics =
                NoisedExamples.statistics(model, predictions, OPTIONS);
        Map<Object, Integer> halves = new HashMap<>();
        for (Prediction<Regressor> prediction : predictions) {
            halves.putIfAbsent(datum(prediction), halves.size() % 2);
        }
        for (int i = 0; i < 2; i++) {
            double t = statistics.levels().get(i).t();
            double loss =
                    predictions.stream()
                            .filter(p -> FieldModel.time(p.getExample()) == t)
                            .filter(p -> halves.get(datum(p)) == 1)
                            .mapToDouble(this::loss)
                            .average()
                            .orElseThrow();
            LevelStatistics level = Objects.requireNonNull(statistics.level(i));
            // The first half's potential is certified by the second half; sums in another order.
            assertThat(level.loss(0)).as("t = %s", t).isCloseTo(loss, within(1e-9));
        }
    }

    private static Object datum(Prediction<Regressor> prediction) {
        return prediction.getExample().getMetadataValue("datum").orElseThrow();
    }

    private double loss(Prediction<Regressor> prediction) {
        double[] noise = model.noise(prediction.getExample().getOutput());
        double[] predicted = model.noise(prediction.getOutput());
        double loss = 0;
        for (int k = 0; k < noise.length; k++) {
            loss += (predicted[k] - noise[k]) * (predicted[k] - noise[k]);
        }
        return loss;
    }
}
