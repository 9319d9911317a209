// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.FieldModel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Geometry;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Process;
import org.scorefield.evaluation.ridge.RidgeEvaluatorOptions.Way;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.Prediction;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** What is refused, and examples of a data set. */
class RidgeInputsTest {

    private static final ReferenceData MODES =
            ReferenceData.of(new float[] {3, 0, -3, 0}, new long[] {2}, "two modes");

    private static RidgeEvaluatorOptions options(OptionalInt d) {
        return new RidgeEvaluatorOptions(
                2,
                new Way(Process.REVERSE_SDE, 4, 6, 4),
                new Geometry(d, 8, OptionalDouble.empty(), 2),
                50,
                0,
                64);
    }

    private static AbstractThrowableAssert<?, ?> refused(int d, NoisePredictor model, float... x) {
        ReferenceData data = ReferenceData.of(x, new long[] {model.dimension()}, "data");
        FieldModel field = FieldModel.of("model", model, Map.of());
        OptionalInt directions = d == 0 ? OptionalInt.empty() : OptionalInt.of(d);
        return assertThatThrownBy(
                        () ->
                                new RidgeEvaluator(options(directions))
                                        .evaluateWhole(field, data, ProgressListener.NONE))
                .isInstanceOf(EvaluationException.class);
    }

    @Test
    void directions_asManyAsDistinctPoints_areRefused() {
        refused(2, new LinearPredictor(1, 1, 1), 1, 0, 0, 0, 1, 0, 0, 1, 0)
                .hasMessage(
                        "d: expected fewer tangent directions than distinct reference points, found"
                                + " d = 2 and 2 distinct points; choose d up to 1, or give more"
                                + " reference data");
    }

    @Test
    void directions_asManyAsDimensions_areRefused() {
        refused(2, new LinearPredictor(9, 0), 3, 0, -3, 0, 1, 1)
                .hasMessage(
                        "d: expected 1 to 1 tangent directions for states of 2 numbers, found 2;"
                                + " choose fewer than there are dimensions");
    }

    @Test
    void points_allTheSame_areRefused() {
        refused(0, new LinearPredictor(9, 0), 1, 2, 1, 2)
                .hasMessage(
                        "reference data: expected at least 2 distinct points, found 1; give more of"
                                + " the data that the checkpoint was trained on");
    }

    @Test
    void onePoint_isRefused() {
        refused(1, new LinearPredictor(9, 0), 1, 2)
                .hasMessageStartingWith("reference data: expected at least 2 samples, found 1");
    }

    @Test
    void samplesOfOneNumber_areRefused() {
        refused(1, new LinearPredictor(9), 1, 2)
                .hasMessage(
                        "ridge: expected samples of at least 2 numbers, found 1; a line has no"
                                + " ridge, leave this evaluator out");
    }

    /** Stays at the origin: D = 0. */
    private record Still() implements NoisePredictor {
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
            return x.div(schedule().sigma(t));
        }

        @Override
        public NDManager newManager() {
            return NDManager.newBaseManager();
        }
    }

    @Test
    void framesUndefinedEverywhere_areRefused() {
        RidgeEvaluatorOptions own = options(OptionalInt.of(1));
        try (NDManager manager = NDManager.newBaseManager()) {
            Empirical square =
                    Empirical.of(new double[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}, manager);
            // At the centre both eigenvalues are equal: examples that lie there have no frame.
            RidgeEvaluator evaluator = new RidgeEvaluator(own, square);
            FieldModel model = FieldModel.of("still", new Still(), Map.of());
            List<Example<Regressor>> examples = List.of(example(0, 0, .5), example(0, 0, .4));
            assertThatThrownBy(() -> evaluate(evaluator, model, examples))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageStartingWith(
                            "frames: expected a tangent frame of d = 1 at some state, found none");
        }
    }

    private static Example<Regressor> example(double x, double y, double t) {
        Example<Regressor> example =
                new ArrayExample<>(new Regressor(FieldModel.names(2), new double[2]));
        FieldModel.features(new double[] {x, y}, t)
                .forEach((name, value) -> example.add(new Feature(name, value)));
        return example;
    }

    private static RidgeEvaluation evaluate(
            RidgeEvaluator evaluator, FieldModel model, List<Example<Regressor>> examples) {
        List<Prediction<Regressor>> predictions = new ArrayList<>(model.predict(examples));
        return evaluator.evaluate(
                model,
                predictions,
                new SimpleDataSourceProvenance("test", new RegressionFactory()));
    }

    @Test
    void examples_areLookedAtWhereTheyAre() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Empirical modes = Empirical.of(MODES, manager);
            RidgeEvaluation evaluation =
                    evaluate(
                            new RidgeEvaluator(options(OptionalInt.of(1)), modes),
                            new LinearPredictor(9, 0).model(),
                            List.of(example(.7, .4, .5), example(.1, .3, .5), example(1, 0, .25)));
            List<RidgeLevel> levels = evaluation.levels(RidgePlace.EXAMPLES);
            assertThat(levels).hasSize(2);
            assertThat(levels.get(1).count()).isEqualTo(2);
            // On the x-axis is the ridge: distances are the second coordinates.
            assertThat(levels.get(0).get(RidgeQuantity.RESIDUAL).median()).isLessThan(1e-9);
            assertThat(levels.get(1).get(RidgeQuantity.NEWTON_DISTANCE).quantiles()[4])
                    .isBetween(.3, .4);
            assertThat(evaluation.findings().shares().isEmpty()).isTrue();
            assertThat(evaluation.findings().verdict()).contains("undecided");
            assertThat(evaluation.getPredictions()).hasSize(3);
        }
    }

    @Test
    void network_withNumbersThatAreNotFinite_isRefused() {
        refused(1, new LinearPredictor(Double.NaN, 1), 3, 0, -3, 0)
                .hasMessageStartingWith("network: expected finite numbers, found others at t = ");
    }

    @Test
    void data_ofAnotherDimension_areRefused() {
        assertThatThrownBy(
                        () ->
                                new RidgeEvaluator(options(OptionalInt.of(1)))
                                        .evaluateWhole(
                                                new LinearPredictor(1, 1, 1).model(),
                                                MODES,
                                                ProgressListener.NONE))
                .hasMessage(
                        "reference: expected 3 numbers in a sample, found 2; give data of the shape"
                                + " that the checkpoint was trained for");
    }

    @Test
    void examples_withoutADistribution_areRefused() {
        assertThatThrownBy(
                        () ->
                                evaluate(
                                        new RidgeEvaluator(),
                                        new LinearPredictor(9, 0).model(),
                                        List.of(example(0, 0, .5))))
                .hasMessageStartingWith(
                        "reference: expected a distribution given at construction, found none;");
    }

    @Test
    void options_outsideTheirRanges_areRefused() {
        assertThatThrownBy(() -> new Way(Process.REVERSE_SDE, 1, 6, 4))
                .hasMessage("samples: expected at least 2, found 1; change the option");
        assertThatThrownBy(() -> new Way(Process.REVERSE_SDE, 2, 1, 4))
                .hasMessage("steps: expected at least 2, found 1; change the option");
        assertThatThrownBy(() -> new Geometry(OptionalInt.of(0), 1, OptionalDouble.empty(), 2))
                .hasMessage("directions: expected at least 1, found 0; change the option");
        assertThatThrownBy(() -> new Geometry(OptionalInt.empty(), 1, OptionalDouble.of(-1), 2))
                .hasMessage("radius: expected a positive number, found -1.0; change the option");
    }
}
