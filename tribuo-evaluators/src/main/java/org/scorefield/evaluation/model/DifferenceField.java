// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.Combination;
import org.scorefield.djl.schedule.InputScale;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.TimeInput;

/**
 * A quantity of a predictor that has no derivatives of its own: products by central differences,
 * transposed ones from the whole Jacobian.
 */
record DifferenceField(NoisePredictor predictor, Quantity quantity) implements TimedField {

    /** Relative to the states: the cube root of a double's rounding. */
    private static final double STEP = 6e-6;

    /** Whole Jacobians of more numbers would take longer than anyone waits. */
    private static final int MOST = 512;

    @Override
    public VectorField at(double t) {
        return new AtTime(u -> evaluate(u, t));
    }

    @Override
    public NDArray evaluate(NDArray x, double t) {
        Parameterization told =
                new Parameterization(
                        predictor.schedule(),
                        Predictions.EPSILON,
                        TimeInput.CONTINUOUS,
                        InputScale.UNIT);
        Combination from =
                quantity == Quantity.OUTPUT
                        ? told.to(predictor.prediction(), t)
                        : quantity.of(told, t);
        try (NDArray epsilon = predictor.epsilon(x, t)) {
            return x.mul(from.ofState()).add(epsilon.mul(from.ofOutput()));
        }
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Jacobian-vector products are central differences of the prediction: ten digits"
                        + " where it is smooth in FLOAT64");
    }

    private record AtTime(UnaryOperator<NDArray> f) implements VectorField {

        @Override
        public NDArray evaluate(NDArray u) {
            return f.apply(u);
        }

        @Override
        public NDArray jvp(NDArray u, NDArray v) {
            NDManager owner = u.getManager();
            try (NDManager scope = owner.newSubManager(u.getDevice())) {
                NDArray state = u.duplicate();
                NDArray directions = v.duplicate();
                state.attach(scope);
                directions.attach(scope);
                NDArray result;
                if (v.getShape().dimension() == u.getShape().dimension()) {
                    result = difference(state, directions);
                } else {
                    NDList products = new NDList();
                    for (long i = 0; i < v.getShape().get(0); i++) {
                        products.add(difference(state, directions.get(i)));
                    }
                    result = NDArrays.stack(products);
                }
                result.attach(owner);
                return result;
            }
        }

        private NDArray difference(NDArray u, NDArray v) {
            // The step is STEP long relative to the state, whatever the length of v.
            NDArray length = v.square().sum(new int[] {1}, true).sqrt().maximum(1e-300);
            NDArray scale = u.square().mean(new int[] {1}, true).sqrt().add(1).mul(STEP);
            NDArray way = v.div(length).mul(scale);
            return f.apply(u.add(way)).sub(f.apply(u.sub(way))).div(scale.mul(2)).mul(length);
        }

        @Override
        public NDArray vjp(NDArray u, NDArray w) {
            int dimension = Math.toIntExact(u.getShape().get(1));
            if (dimension > MOST) {
                throw new UnsupportedOperationException(
                        "vjp: expected a predictor with derivatives of its own for states of "
                                + dimension
                                + " numbers, found one without; override field, or use at most "
                                + MOST
                                + " numbers");
            }
            NDManager owner = u.getManager();
            try (NDManager scope = owner.newSubManager(u.getDevice())) {
                NDArray state = u.duplicate();
                NDArray covectors = w.duplicate();
                state.attach(scope);
                covectors.attach(scope);
                NDArray unit = scope.eye(dimension).toType(DataType.FLOAT64, false);
                NDList columns = new NDList();
                for (long i = 0; i < dimension; i++) {
                    NDArray one = unit.get(i).expandDims(0).repeat(0, u.getShape().get(0));
                    // (J^T w)_i = <J e_i, w>
                    columns.add(covectors.mul(difference(state, one)).sum(new int[] {-1}));
                }
                NDArray result = NDArrays.stack(columns, -1);
                result.attach(owner);
                return result;
            }
        }
    }
}
