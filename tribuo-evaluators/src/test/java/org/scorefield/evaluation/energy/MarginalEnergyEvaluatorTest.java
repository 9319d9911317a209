// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.Stability;
import org.scorefield.evaluation.energy.marginal.Paths;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.GaussianMixture;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/** The evaluation of exact checkpoints on the four corners, case A1. */
class MarginalEnergyEvaluatorTest {
    private static final TimePrior PRIOR = TimePrior.uniform(.01, .99);

    /** Weights are known to 1e-6 relative on both sides alike, nodes carry all but 1e-12. */
    private static final double EXACT = 1e-9;

    private static final ReferenceData CORNERS =
            ReferenceData.of(new float[] {1, 1, 1, -1, -1, 1, -1, -1}, new long[] {2}, "corners");

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static MarginalEnergyOptions small() {
        return new MarginalEnergyOptions(PRIOR, 2, 4, 4, 6, 64, 3L, 16);
    }

    static Stream<Prediction> predictions() {
        return Stream.of(
                Predictions.EPSILON,
                Predictions.SAMPLE,
                Predictions.VELOCITY,
                Predictions.eqm("t", t -> t));
    }

    @ParameterizedTest
    @MethodSource("predictions")
    void evaluate_aConditionedCheckpointThatIsExact_findsNoError(Prediction prediction) {
        ExactPredictor exact = exact(prediction, null);
        MarginalEnergyEvaluation evaluation =
                new MarginalEnergyEvaluator(small())
                        .evaluateWhole(exact.model(), CORNERS, ProgressListener.NONE);
        assertThat(evaluation.levels(Place.NOISED)).hasSize(2);
        for (EnergyLevel level : evaluation.levels()) {
            assertThat(level.get(MarginalEnergyMetrics.FIELD_ERROR).high()).isLessThan(EXACT);
            if (!Double.isNaN(level.t())) {
                assertThat(level.get(MarginalEnergyMetrics.TOLD_ERROR).high()).isLessThan(EXACT);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("predictions")
    void evaluate_aBlindCheckpointThatIsExact_findsNoErrorOfTheField(Prediction prediction) {
        ExactPredictor exact = exact(prediction, PRIOR);
        MarginalEnergyEvaluation evaluation =
                new MarginalEnergyEvaluator(small())
                        .evaluateWhole(exact.model(), CORNERS, ProgressListener.NONE);
        for (EnergyLevel level : evaluation.levels()) {
            assertThat(level.get(MarginalEnergyMetrics.FIELD_ERROR).high()).isLessThan(EXACT);
            assertThat(level.get(MarginalEnergyMetrics.TOLD_ERROR).n()).isZero();
        }
        assertThat(evaluation.findings().blind()).isTrue();
    }

    @Test
    void evaluate_inOtherBatches_isTheSame() {
        ExactPredictor exact = exact(Predictions.VELOCITY, null);
        MarginalEnergyOptions one = new MarginalEnergyOptions(PRIOR, 2, 4, 4, 6, 64, 3L, 5);
        List<EnergyLevel> few =
                new MarginalEnergyEvaluator(one)
                        .evaluateWhole(exact.model(), CORNERS, ProgressListener.NONE)
                        .levels();
        List<EnergyLevel> many =
                new MarginalEnergyEvaluator(small())
                        .evaluateWhole(exact.model(), CORNERS, ProgressListener.NONE)
                        .levels();
        for (int i = 0; i < many.size(); i++) {
            for (MarginalEnergyMetrics metric : MarginalEnergyMetrics.values()) {
                double expected = many.get(i).get(metric).mean();
                if (!Double.isNaN(expected)) {
                    assertThat(few.get(i).get(metric).mean())
                            .as("%s of level %d", metric, i)
                            .isCloseTo(expected, within(EXACT * (1 + Math.abs(expected))));
                }
            }
        }
    }

    @Test
    void evaluate_blindEpsilonOnCorners_isUnstableAndFartherOffThanVelocity() {
        TimePrior wide = TimePrior.uniform(.001, .999);
        MarginalEnergyOptions options = new MarginalEnergyOptions(wide, 1, 2, 16, 20, 64, 1L, 512);
        MarginalEnergyEvaluation evaluation =
                new MarginalEnergyEvaluator(options)
                        .evaluateWhole(
                                exact(Predictions.EPSILON, wide).model(),
                                CORNERS,
                                ProgressListener.NONE);
        assertThat(evaluation.findings().stability().verdict())
                .as(evaluation.findings().stability().sentence())
                .isEqualTo(Stability.Verdict.UNSTABLE);
        List<BlindRun> runs = evaluation.findings().runs();
        assertThat(runs)
                .extracting(BlindRun::prediction)
                .containsExactly("epsilon", "sample", "velocity", "eqm(t)", "epsilon");
        assertThat(runs.get(0).nearest().median())
                .isGreaterThan(3 * runs.get(2).nearest().median());
        // The checkpoint is the optimal field.
        assertThat(runs.get(4).nearest().median())
                .isCloseTo(runs.get(0).nearest().median(), within(1e-6));
    }

    /** Priors that end far from an end of the schedule. */
    @ParameterizedTest
    @CsvSource({"0.6, 0.9", "0.05, 0.4"})
    void evaluate_priorInOneHalf_hasNoGrowthAtTheOtherEnd(double tMin, double tMax) {
        TimePrior half = TimePrior.uniform(tMin, tMax);
        MarginalEnergyOptions options = new MarginalEnergyOptions(half, 2, 4, 4, 6, 64, 3L, 16);
        EnergyFindings findings =
                new MarginalEnergyEvaluator(options)
                        .evaluateWhole(
                                exact(Predictions.VELOCITY, null).model(),
                                CORNERS,
                                ProgressListener.NONE)
                        .findings();
        GainCurve velocity = findings.gains().get(0);
        boolean late = tMin > 0.5;
        assertThat(Double.isNaN(velocity.growthAtData())).isEqualTo(late);
        assertThat(Double.isNaN(velocity.growthAtNoise())).isEqualTo(!late || tMax < 0.9);
        assertThat(velocity.largest()).isCloseTo(1, within(1e-12));
    }

    /**
     * Case A4: p(u | t) is the same at every t, so that the state says nothing of the level. f* of
     * the velocity is 0 as the told velocity is; f* of epsilon is not that of any level.
     */
    @Test
    void evaluate_dataThatLookLikeNoise_caseA4_isStableForVelocityAndNotForEpsilon() {
        assertThat(caseA4(Predictions.VELOCITY).verdict()).isEqualTo(Stability.Verdict.STABLE);
        assertThat(caseA4(Predictions.EPSILON).verdict()).isEqualTo(Stability.Verdict.UNSTABLE);
    }

    private static Stability caseA4(Prediction prediction) {
        ReferenceDistribution normal = GaussianMixture.standardNormal(2);
        TimePrior prior = TimePrior.uniform(.001, .999);
        MarginalEnergyOptions options = new MarginalEnergyOptions(prior, 2, 8, 8, 20, 64, 3L, 512);
        EnergyFindings findings =
                new MarginalEnergyEvaluator(options)
                        .evaluate(
                                new ExactPredictor(normal, Paths.COSINE, prediction, null).model(),
                                normal,
                                ProgressListener.NONE)
                        .findings();
        assertThat(findings.warnings())
                .noneMatch(w -> w.contains("cut off") || w.contains("memorised"));
        return findings.stability();
    }

    /** One blob in many dimensions: the posterior knows the level, and nothing can go astray. */
    @Test
    void evaluate_velocityInManyDimensions_isStable() {
        ReferenceDistribution blob =
                GaussianMixture.isotropic(
                        new double[] {1}, new double[][] {new double[100]}, new double[] {.1});
        MarginalEnergyOptions options = new MarginalEnergyOptions(PRIOR, 1, 2, 8, 20, 64, 3L, 512);
        MarginalEnergyEvaluation evaluation =
                new MarginalEnergyEvaluator(options)
                        .evaluate(
                                new ExactPredictor(
                                                blob,
                                                new RectifiedFlow(),
                                                Predictions.VELOCITY,
                                                null)
                                        .model(),
                                blob,
                                ProgressListener.NONE);
        assertThat(evaluation.findings().stability().verdict())
                .as(evaluation.findings().stability().sentence())
                .isEqualTo(Stability.Verdict.STABLE);
    }

    private ExactPredictor exact(
            Prediction prediction, @org.jspecify.annotations.Nullable TimePrior prior) {
        return new ExactPredictor(
                Empirical.of(CORNERS, manager).withWeightError(1e-6),
                new RectifiedFlow(),
                prediction,
                prior);
    }
}
