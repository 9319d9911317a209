// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Geometry;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Process;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Way;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.regression.Regressor;

/** The evaluation of models whose samples are known. */
class RidgeEvaluatorTest {

    /** Case C7: two modes. */
    private static final ReferenceData MODES =
            ReferenceData.of(new float[] {3, 0, -3, 0}, new long[] {2}, "two modes");

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static RidgeEvaluatorOptions options(int samples, Geometry geometry) {
        return new RidgeEvaluatorOptions(
                6, new Way(Process.REVERSE_SDE, samples, 60, 40), geometry, 400, 5L, 500);
    }

    private static Geometry given(int d, double radius) {
        return new Geometry(OptionalInt.of(d), 8, OptionalDouble.of(radius), 2);
    }

    private static Geometry chosen(int largest) {
        return new Geometry(OptionalInt.empty(), largest, OptionalDouble.empty(), 2);
    }

    /** Points on the circle of radius 1 in the first two of four coordinates. */
    private static ReferenceData circle(int count) {
        float[] values = new float[4 * count];
        Random random = new Random(9);
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * random.nextDouble();
            values[4 * i] = (float) Math.cos(angle);
            values[4 * i + 1] = (float) Math.sin(angle);
        }
        return ReferenceData.of(values, new long[] {4}, "circle");
    }

    private FieldModel exact(ReferenceData data) {
        Empirical density = Empirical.of(data, manager);
        return FieldModel.of(
                "exact",
                new ReferencePredictor(density, new RectifiedFlow(), Predictions.VELOCITY),
                Map.of("checkpoint", "exact"));
    }

    @Test
    void linearDenoiser_onTwoModes_fillsTheRidgeBetweenThem() {
        RidgeEvaluation evaluation =
                new RidgeEvaluator(options(500, given(1, .5)))
                        .evaluateWhole(
                                new LinearPredictor(9, 0).model(), MODES, ProgressListener.NONE);
        VerdictShares shares = evaluation.findings().shares();
        // C7: N(0, 9) is within .5 of +-3 with probability .1613; 4 standard deviations of 500.
        double sd = Math.sqrt(.1613 * .8387 / 500);
        assertThat(shares.get(Verdict.MEMORISED).share())
                .isCloseTo(0.16131175277852394, within(4 * sd));
        // The distance is |N(0, 1)| sigma, beyond kappa = 2 with probability .0455.
        assertThat(shares.get(Verdict.OFF_RIDGE).share())
                .isCloseTo(.0455 * .8387, within(4 * Math.sqrt(.0455 * .8387 / 500)));
        assertThat(shares.get(Verdict.UNDEFINED).count()).isZero();
        assertThat(evaluation.findings().control().isEmpty()).isTrue();
        assertThat(evaluation.findings().verdict())
                .startsWith("Of 500 samples")
                .contains(" are memorised, ")
                .contains("1-dimensional ridge");
        // The denoiser's second coordinate is exactly 0, as the modes'.
        RidgeLevel last = evaluation.levels(RidgePlace.SAMPLES).get(0);
        assertThat(last.get(RidgeQuantity.NORMAL_ERROR).quantiles()[4]).isLessThan(1e-9);
        assertThat(evaluation.findings().phases().reach().used()).isGreaterThan(460);
    }

    @Test
    void exactModel_ofPoints_memorisesThemAll() {
        RidgeEvaluation evaluation =
                new RidgeEvaluator(options(100, given(1, .5)))
                        .evaluateWhole(exact(MODES), MODES, ProgressListener.NONE);
        assertThat(evaluation.findings().shares().get(Verdict.MEMORISED))
                .isEqualTo(new Proportion(100, 100));
        for (RidgeLevel level : evaluation.levels(RidgePlace.SAMPLES)) {
            // Against itself; weights are known to 1e-6.
            assertThat(level.get(RidgeQuantity.TANGENT_ERROR).quantiles()[4] * level.noise())
                    .isLessThan(1e-4);
        }
    }

    @Test
    void dimensionAndRadius_ofACircle_areFoundFromTheData() {
        RidgeEvaluation evaluation =
                new RidgeEvaluator(options(40, chosen(3)))
                        .evaluate(exact(circle(300)), circle(300), ProgressListener.NONE);
        RidgeFindings findings = evaluation.findings();
        assertThat(findings.directions()).isEqualTo(1);
        DirectionVote clearest = DirectionVote.clearest(findings.votes());
        assertThat(clearest.clarity()).isGreaterThan(.8);
        assertThat(clearest.choice().agreement().share()).isGreaterThan(.9);
        assertThat(DirectionVote.run(findings.votes())).isGreaterThanOrEqualTo(2);
        assertThat(findings.memory().source()).isEqualTo(MemoryRadius.Source.HELD_OUT);
        // By its definition: 5 % of 40 held-out data, to the next order statistic.
        assertThat(findings.control().get(Verdict.MEMORISED).count()).isBetween(1, 3);
        assertThat(findings.control().get(Verdict.OFF_RIDGE).share()).isLessThanOrEqualTo(.1);
        assertThat(findings.shares().get(Verdict.OFF_RIDGE).share()).isLessThanOrEqualTo(.1);
        assertThat(findings.rule().least()).isLessThan(.2);
        assertThat(findings.examples()).isNotEmpty();
        // Whether these data were trained on is not said.
        assertThat(findings.verdict()).contains("as near to a reference point as memorised ones");
        assertThat(findings.warnings()).noneMatch(warning -> warning.contains("eigengaps"));
    }

    @Test
    void modelOffThePlane_isOffTheRidge() {
        // Variance .25 in two coordinates in which the data have none.
        RidgeEvaluation evaluation =
                new RidgeEvaluator(options(60, chosen(2)))
                        .evaluate(
                                new LinearPredictor(.5, .5, .25, .25).model(),
                                circle(300),
                                ProgressListener.NONE);
        assertThat(evaluation.findings().shares().get(Verdict.OFF_RIDGE).share()).isGreaterThan(.8);
        assertThat(evaluation.findings().control().get(Verdict.OFF_RIDGE).share()).isLessThan(.11);
        RidgeLevel read = evaluation.levels(RidgePlace.SAMPLES).get(0);
        assertThat(evaluation.get(RidgeMetrics.RHO, read)).isGreaterThan(4);
    }

    @Test
    void heldOutData_apart_makeTheControl() {
        RidgeEvaluation evaluation =
                new RidgeEvaluator(options(20, given(1, .01)))
                        .evaluate(
                                exact(circle(100)),
                                circle(100),
                                circle(150),
                                ProgressListener.NONE);
        assertThat(evaluation.findings().points()).isEqualTo(100);
        assertThat(evaluation.levels(RidgePlace.HELD_OUT).get(0).count()).isEqualTo(40);
        assertThat(evaluation.findings().memory().source()).isEqualTo(MemoryRadius.Source.GIVEN);
    }

    @Test
    void metrics_areOfLevelsAndOfAll() {
        RidgeEvaluation evaluation =
                new RidgeEvaluator(options(20, given(1, .5)))
                        .evaluateWhole(
                                new LinearPredictor(9, 0).model(), MODES, ProgressListener.NONE);
        Map<MetricID<Regressor>, Double> all = evaluation.asMap();
        // Nine of levels at six levels and averaged, three of all.
        assertThat(all).hasSize(9 * 7 + 3);
        RidgeLevel level = evaluation.levels().get(0);
        assertThat(evaluation.get(RidgeMetrics.RHO, level))
                .isEqualTo(level.get(RidgeQuantity.RHO).median());
        double sum = 0;
        for (Map.Entry<MetricID<Regressor>, Double> metric : all.entrySet()) {
            boolean verdict =
                    List.of("MEMORISED", "INTER_MODE", "OFF_RIDGE")
                            .contains(metric.getKey().getB());
            sum += verdict ? metric.getValue() : 0;
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(evaluation.toString()).contains("rho").contains("samples");
        assertThat(evaluation.getProvenance().getModelProvenance()).isNotNull();
    }

    @Test
    void batches_ofAnotherSize_changeNothing() {
        List<RidgeFindings> both = new ArrayList<>();
        for (int batch : new int[] {7, 500}) {
            RidgeEvaluatorOptions own =
                    new RidgeEvaluatorOptions(
                            3,
                            new Way(Process.PROBABILITY_FLOW, 20, 20, 5),
                            given(1, .5),
                            9,
                            1,
                            batch);
            both.add(
                    new RidgeEvaluator(own)
                            .evaluateWhole(
                                    new LinearPredictor(9, 0).model(), MODES, ProgressListener.NONE)
                            .findings());
        }
        assertThat(both.get(0).shares()).isEqualTo(both.get(1).shares());
        assertThat(both.get(0).phases().reach().quantiles())
                .isEqualTo(both.get(1).phases().reach().quantiles());
    }

    @Test
    void progress_endsWhereItSaid() {
        List<long[]> heard = new ArrayList<>();
        new RidgeEvaluator(options(20, chosen(1)))
                .evaluateWhole(
                        new LinearPredictor(9, 0).model(),
                        MODES,
                        (task, done, total) -> heard.add(new long[] {done, total}));
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i)[0]).isGreaterThanOrEqualTo(heard.get(i - 1)[0]);
        }
        long[] last = heard.get(heard.size() - 1);
        assertThat(last[0]).isEqualTo(last[1]);
        assertThat(heard.stream().map(at -> at[1]).distinct()).hasSize(1);
        assertThat(Arrays.stream(heard.get(0)).min()).hasValue(0);
    }
}
