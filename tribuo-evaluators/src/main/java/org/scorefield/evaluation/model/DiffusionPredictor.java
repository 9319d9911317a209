// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.TimeInput;

/**
 * A loaded diffusion model as a {@link NoisePredictor}. Does not own the model. Thread-safe as the
 * model is.
 */
public final class DiffusionPredictor implements NoisePredictor {
    private final DiffusionModel model;
    private final int dimension;

    /**
     * A predictor over a model, which must stay open.
     *
     * @param model the model, which the caller closes after the last use
     */
    public DiffusionPredictor(DiffusionModel model) {
        this.model = model;
        this.dimension =
                Math.toIntExact(LongStream.of(model.dataShape()).reduce(1, Math::multiplyExact));
    }

    @Override
    public NoiseSchedule schedule() {
        return model.parameterization().schedule();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Prediction prediction() {
        return model.parameterization().prediction();
    }

    @Override
    public boolean blind() {
        return model.parameterization().time().kind() == TimeInput.Kind.NONE;
    }

    /** Computed in the network's own type; numbers that are not finite are passed on. */
    @Override
    public NDArray epsilon(NDArray x, double t) {
        return wide(x, states -> model.epsilon(states, t));
    }

    /** Computed in the network's own type; numbers that are not finite are passed on. */
    @Override
    public NDArray output(NDArray x, double[] t) {
        return wide(
                x,
                states -> {
                    NDArray times = states.getManager().create(t);
                    return model.evaluate(Quantity.OUTPUT, states, times);
                });
    }

    /** With the network's own derivatives; computed in its own type. */
    @Override
    public TimedField field(Quantity quantity) {
        return new FlatField(
                TimedField.of(model, quantity), new Shape(model.dataShape()), model.dataType());
    }

    private NDArray wide(NDArray x, UnaryOperator<NDArray> function) {
        NDManager owner = x.getManager();
        try (NDManager manager = owner.newSubManager()) {
            x.tempAttach(manager);
            NDArray states = x.reshape(new Shape(-1).addAll(new Shape(model.dataShape())));
            NDArray values = function.apply(states.toType(model.dataType(), true));
            NDArray wide = values.toType(DataType.FLOAT64, true).reshape(new Shape(-1, dimension));
            wide.attach(owner);
            return wide;
        }
    }

    @Override
    public NDManager newManager() {
        return model.newManager();
    }
}
