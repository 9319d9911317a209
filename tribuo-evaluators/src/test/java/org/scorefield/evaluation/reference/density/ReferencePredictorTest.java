// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.model.NoisePredictor;

/** The exact predictor's fields against the central differences that any predictor has. */
class ReferencePredictorTest {
    /** Central differences in FLOAT64 have ten digits of numbers of order 100. */
    private static final Offset<Double> DIFFERENCES = Offset.offset(1e-6);

    private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

    /** The same predictor without derivatives. */
    private record Plain(ReferencePredictor exact) implements NoisePredictor {
        @Override
        public NoiseSchedule schedule() {
            return exact.schedule();
        }

        @Override
        public int dimension() {
            return exact.dimension();
        }

        @Override
        public Prediction prediction() {
            return exact.prediction();
        }

        @Override
        public NDArray epsilon(NDArray x, double t) {
            return exact.epsilon(x, t);
        }

        @Override
        public NDManager newManager() {
            return exact.newManager();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL)
    void field_ofEachQuantity_agreesWithDifferences(Quantity quantity) {
        try (NDManager manager = NDManager.newBaseManager()) {
            double[][] points = {{0, 0, 1}, {2, -1, 0}, {0.5, 1.5, -0.5}, {-1, 0.2, 0.3}};
            ReferencePredictor exact =
                    new ReferencePredictor(
                            Empirical.of(points, manager),
                            new RectifiedFlow(),
                            Predictions.VELOCITY);
            TimedField known = exact.field(quantity);
            TimedField differences = new Plain(exact).field(quantity);
            assertThat(known.notes()).isEmpty();
            assertThat(differences.notes()).hasSize(1).first().asString().contains("differences");
            NDArray x = manager.create(new double[][] {{0.3, 0.1, 0.2}, {-0.4, 0.8, 0.1}});
            NDArray v =
                    manager.create(new double[] {1, 0, 2, 0, 3, 0, 0, 1, -1, 5, 0, 1})
                            .reshape(2, 2, 3);
            for (double t : List.of(0.2, 0.5, 0.9)) {
                VectorField one = known.at(t);
                VectorField two = differences.at(t);
                near(one.evaluate(x), two.evaluate(x), ROUNDING);
                near(one.jvp(x, v), two.jvp(x, v), DIFFERENCES);
                near(one.vjp(x, v), two.vjp(x, v), DIFFERENCES);
                near(one.linearize(x, v).product(), one.jvp(x, v), ROUNDING);
                near(one.jvp(x, v.get(0)), two.jvp(x, v.get(0)), DIFFERENCES);
            }
        }
    }

    private static void near(NDArray found, NDArray expected, Offset<Double> tolerance) {
        assertThat(found.getShape()).isEqualTo(expected.getShape());
        double[] numbers = expected.toDoubleArray();
        double[] own = found.toDoubleArray();
        for (int i = 0; i < numbers.length; i++) {
            assertThat(own[i]).isCloseTo(numbers[i], tolerance);
        }
    }
}
