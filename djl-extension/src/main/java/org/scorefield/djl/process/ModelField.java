// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.engine.JacobianMethod;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;

/** A quantity of a checkpoint as a function of state and time. */
record ModelField(DiffusionModel model, Quantity quantity) implements TimedField {

    @Override
    public VectorField at(double t) {
        return model.frozen(quantity, t);
    }

    @Override
    public NDArray evaluate(NDArray x, double t) {
        return model.evaluate(quantity, x, t);
    }

    @Override
    public NDArray evaluate(NDArray x, double[] times) {
        try (NDArray t = x.getManager().create(times)) {
            return model.evaluate(quantity, x, t);
        }
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(model.description().notes());
        say(notes, "Jacobian-vector products", model.description().jvp());
        say(notes, "Vector-Jacobian products", model.description().vjp());
        return notes;
    }

    private void say(List<String> notes, String products, JacobianMethod method) {
        if (method == JacobianMethod.CENTRAL_DIFFERENCES) {
            notes.add(
                    products
                            + " are central differences in "
                            + model.dataType().name()
                            + ": ten digits in FLOAT64, three in FLOAT32");
        }
    }
}
