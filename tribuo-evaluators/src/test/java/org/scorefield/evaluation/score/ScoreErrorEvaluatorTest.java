// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.Wiener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.score.classes.TestFunctionSpec;
import org.scorefield.evaluation.score.estimate.Estimator;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.tribuo.Dataset;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluator;

/** The evaluator on small images: two ways in, sums, options, refusals. */
class ScoreErrorEvaluatorTest {
    /** Sums of float64 in another order. */
    private static final double ORDER = 1e-10;

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
    void evaluate_throughTribuo_isTheDensePath() {
        // Classes without principal axes, which each way estimates from other data.
        ScoreErrorOptions options =
                OPTIONS.withTestFunctions(TestFunctionSpec.parseAll("separable:2:pixel,linear"));
        ScoreErrorEvaluation dense = evaluate(options);
        Dataset<Regressor> examples = NoisedExamples.of(model, data, options);
        ScoreErrorEvaluation tribuo = new ScoreErrorEvaluator(options).evaluate(model, examples);
        assertThat(tribuo.asMap().keySet()).isEqualTo(dense.asMap().keySet());
        tribuo.asMap()
                .forEach(
                        (metric, value) ->
                                assertThat(value)
                                        .as("%s", metric)
                                        .isCloseTo(dense.asMap().get(metric), within(1e-9)));
        assertThat(tribuo.getPredictions()).hasSize(1000);
        assertThat(dense.asMap()).hasSize(5 * 3);
    }

    @Test
    void denoisingLoss_isTheSquaredErrorOfTribuosOwnEvaluator() {
        ScoreErrorOptions options = OPTIONS.withLevels(1);
        Dataset<Regressor> examples = NoisedExamples.of(model, data, options);
        var tribuo = new RegressionEvaluator().evaluate(model, examples);
        double squares = tribuo.rmse().values().stream().mapToDouble(rmse -> rmse * rmse).sum();
        // Tribuo keeps a feature as a float64 and sums in float64.
        assertThat(evaluate(options).average(ScoreErrorMetrics.DENOISING_LOSS))
                .isCloseTo(squares, within(1e-9));
    }

    @Test
    void evaluate_otherBatchSize_changesNothing() {
        ScoreErrorEvaluation one = evaluate(OPTIONS.withBatchSize(1));
        ScoreErrorEvaluation many = evaluate(OPTIONS.withBatchSize(333));
        one.asMap()
                .forEach(
                        (metric, value) ->
                                assertThat(value)
                                        .as("%s", metric)
                                        .isCloseTo(many.asMap().get(metric), within(1e-7)));
    }

    @Test
    void evaluate_otherSeed_changesTheEstimateWithinItsError() {
        LevelError one = evaluate(OPTIONS).levels().get(0);
        LevelError other = evaluate(OPTIONS.withSeed(99)).levels().get(0);
        assertThat(one.denoisingLoss().value()).isNotEqualTo(other.denoisingLoss().value());
        double error = Math.hypot(one.gradient().standardError(), other.gradient().standardError());
        assertThat(one.gradient().value()).isCloseTo(other.gradient().value(), within(5 * error));
    }

    @Test
    void evaluate_moreSamplesThanData_clustersByDatum() {
        LevelError error = evaluate(OPTIONS.withSamples(2000)).levels().get(0);
        assertThat(error.denoisingLoss().n()).isEqualTo(2100);
        assertThat(error.denoisingLoss().clusters()).isEqualTo(700);
        assertThat(error.gradient().clusters()).isEqualTo(700);
    }

    @Test
    void evaluate_fewMoreSamplesThanData_doesNotDoubleThem() {
        // 720 / 700 rounds to one noise a datum, not two.
        LevelError error = evaluate(OPTIONS.withSamples(720)).levels().get(0);
        assertThat(error.denoisingLoss().n()).isEqualTo(700);
    }

    @Test
    void evaluate_examplesInAnotherOrder_clustersByDatum() {
        ScoreErrorOptions options = OPTIONS.withSamples(2100);
        Dataset<Regressor> examples = NoisedExamples.of(model, data, options);
        double ordered =
                new ScoreErrorEvaluator(options)
                        .evaluate(model, examples)
                        .average(ScoreErrorMetrics.DENOISING_LOSS_SE);
        examples.shuffle(true);
        ScoreErrorEvaluation shuffled = new ScoreErrorEvaluator(options).evaluate(model, examples);
        assertThat(shuffled.levels())
                .hasSize(2)
                .allMatch(level -> level.denoisingLoss().clusters() == 700)
                .allMatch(level -> level.denoisingLoss().n() == 2100);
        assertThat(shuffled.average(ScoreErrorMetrics.DENOISING_LOSS_SE))
                .isCloseTo(ordered, within(1e-9));
    }

    @Test
    void averageStandardError_ofLevelsThatShareData_allowsForTheirDependence() {
        ScoreErrorEvaluation evaluation = evaluate(OPTIONS);
        // Two levels with fully dependent errors: the error of the mean is the mean of the errors.
        double mean =
                evaluation.levels().stream()
                        .mapToDouble(level -> level.gradient().standardError())
                        .average()
                        .orElseThrow();
        assertThat(evaluation.average(ScoreErrorMetrics.GRADIENT_ERROR_SE))
                .isCloseTo(mean, within(1e-12));
        assertThat(evaluation.average(ScoreErrorMetrics.GRADIENT_LOWER_BOUND))
                .isLessThan(evaluation.average(ScoreErrorMetrics.GRADIENT_ERROR) - 1.64 * mean);
    }

    @Test
    void statistics_ofParts_addUpToTheWhole() {
        ScoreErrorEvaluator evaluator = new ScoreErrorEvaluator(OPTIONS);
        ScoreErrorSufficientStatistics whole =
                evaluator.statistics(model, data, ProgressListener.NONE);
        ScoreErrorSufficientStatistics first =
                evaluator.certify(model, data, whole, new Positions(0, 201));
        ScoreErrorSufficientStatistics second =
                evaluator.certify(model, data, whole, new Positions(201, 500));
        assertThat(first.samples(0)).isEqualTo(201);
        first.merge(second);
        assertThat(first.samples(1)).isEqualTo(500);
        ScoreErrorEvaluation expected = evaluation(whole);
        evaluation(first)
                .asMap()
                .forEach(
                        (metric, value) ->
                                assertThat(value)
                                        .as("%s", metric)
                                        .isCloseTo(
                                                expected.asMap().get(metric),
                                                withinPercentage(100 * ORDER)));
    }

    private ScoreErrorEvaluation evaluation(ScoreErrorSufficientStatistics statistics) {
        return new ScoreErrorEvaluation(
                new ScoreErrorMetric.Context(model, List.of(), statistics.estimate(OPTIONS)),
                new EvaluationProvenance(model.getProvenance(), data.provenance()));
    }

    @Test
    void merge_ofOtherPotentials_isRefused() {
        ScoreErrorSufficientStatistics whole =
                new ScoreErrorEvaluator(OPTIONS).statistics(model, data, ProgressListener.NONE);
        FieldModel other =
                FieldModel.of("wiener", Wiener.of(Blobs.of(50, 5, 12)), Map.of("sha256", "abc"));
        ScoreErrorSufficientStatistics others =
                new ScoreErrorEvaluator(OPTIONS).statistics(other, data, ProgressListener.NONE);
        assertThatThrownBy(() -> others.merge(whole))
                .hasMessage(
                        "statistics: expected sums of the same potentials, found others; merge what"
                                + " one fit certified on several sets of rows");
    }

    @Test
    void statistics_writtenAndRead_areTheSameBits() throws IOException {
        ScoreErrorSufficientStatistics whole =
                new ScoreErrorEvaluator(OPTIONS).statistics(model, data, ProgressListener.NONE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        whole.write(bytes);
        ScoreErrorSufficientStatistics read =
                whole.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(read.estimate(OPTIONS)).isEqualTo(whole.estimate(OPTIONS));
        ScoreErrorSufficientStatistics other =
                new ScoreErrorEvaluator(OPTIONS.withSeed(5))
                        .statistics(model, data, ProgressListener.NONE);
        assertThatThrownBy(() -> other.read(new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "statistics: expected those of seed = 5, found seed = 0; resume with the"
                                + " same model, data and options, or remove the file");
        assertThatThrownBy(() -> other.merge(whole))
                .hasMessageContaining("expected those of seed = 5, found seed = 0");
        assertThatThrownBy(() -> other.read(new ByteArrayInputStream(new byte[100])))
                .hasMessageContaining("start the evaluation anew");
    }

    @Test
    void evaluate_timeBudgetOver_takesFewerSamples() {
        ScoreErrorEvaluation evaluation =
                evaluate(OPTIONS.withBatchSize(50).withTimeBudget(Duration.ofNanos(1)));
        assertThat(evaluation.levels().get(1).gradient().n()).isEqualTo(290);
    }

    @Test
    void evaluate_interrupted_isCancelled() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> evaluate(OPTIONS)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void evaluate_tooFewSamples_leavesClassesOutAndSaysSo() {
        GradientEstimate gradient = evaluate(OPTIONS.withSamples(20)).levels().get(0).gradient();
        assertThat(gradient.testFunctions()).isEqualTo("separable:2:pixel");
        assertThat(gradient.notes())
                .containsExactly(
                        "quadratic:4 is left out: its 14 coefficients need twice as many rows to"
                                + " fit, and each half has 8");
        assertThatThrownBy(
                        () ->
                                evaluate(
                                        OPTIONS.withSamples(20)
                                                .withTestFunctions(
                                                        TestFunctionSpec.parseAll("quadratic:4"))))
                .isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith(
                        "samples: expected enough for one of [quadratic:4], found too few")
                .hasMessageEndingWith("take more samples or smaller classes");
        ReferenceData few = Blobs.of(10, 5, 1);
        assertThatThrownBy(
                        () ->
                                new ScoreErrorEvaluator(OPTIONS)
                                        .evaluate(model, few, ProgressListener.NONE))
                .hasMessageContaining("expected at least 16 samples, found 10");
    }

    @ParameterizedTest
    @EnumSource(
            value = Estimator.class,
            names = {"PLUG_IN", "RIDGE"})
    void evaluate_withoutCrossFitting_isBiasedUpAndHasNoBound(Estimator estimator) {
        GradientEstimate biased =
                evaluate(OPTIONS.withEstimator(estimator)).levels().get(0).gradient();
        GradientEstimate certified = evaluate(OPTIONS).levels().get(0).gradient();
        // Each class by itself; the union of the certified one is weighted anew besides.
        for (int c = 0; c < 2; c++) {
            assertThat(biased.classes().get(c).value())
                    .isGreaterThan(certified.classes().get(c).value());
        }
        assertThat(biased.lowerBound()).isNaN();
        assertThat(biased.interval().high()).isNaN();
    }

    @Test
    void simultaneousBound_ofSeveralLevels_isTheLower() {
        GradientEstimate gradient = evaluate(OPTIONS).levels().get(0).gradient();
        assertThat(gradient.simultaneousBound()).isLessThan(gradient.lowerBound());
        GradientEstimate alone = evaluate(OPTIONS.withLevels(1)).levels().get(0).gradient();
        assertThat(alone.simultaneousBound()).isEqualTo(alone.lowerBound());
    }

    @Test
    void evaluate_dataOfOtherSize_isRefused() {
        ReferenceData other = Blobs.of(100, 6, 1);
        assertThatThrownBy(
                        () ->
                                new ScoreErrorEvaluator(OPTIONS)
                                        .evaluate(model, other, ProgressListener.NONE))
                .hasMessageContaining("expected 25 numbers in a sample, found 36");
    }

    @Test
    void provenance_ofEvaluation_namesModelAndData() {
        ScoreErrorEvaluation evaluation = evaluate(OPTIONS);
        assertThat(evaluation.getProvenance().toString())
                .contains("abc", data.provenance().sha256(), "FieldModel");
        assertThat(evaluation.getProvenance().getTestDatasetProvenance())
                .isEqualTo(data.provenance());
        assertThat(evaluation.toString()).contains("denoising loss", "gradient part");
    }
}
