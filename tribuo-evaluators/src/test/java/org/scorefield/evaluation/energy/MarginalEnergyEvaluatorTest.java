// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.reference.Empirical;
import org.scorefield.evaluation.reference.ReferenceData;

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

    private ExactPredictor exact(
            Prediction prediction, @org.jspecify.annotations.Nullable TimePrior prior) {
        return new ExactPredictor(
                Empirical.of(CORNERS, manager).withWeightError(1e-6),
                new RectifiedFlow(),
                prediction,
                prior);
    }
}
