// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import org.scorefield.djl.engine.Linearization;

/** A field that is one evaluation of the network: a state + b network(c state, time). */
public sealed interface ConditionedField extends VectorField permits BlindField, FrozenField {

    /** {@return the model, which the caller closes after the field's last use} */
    DiffusionModel model();

    /** {@return factors and time of the combination} */
    Conditioning conditioning();

    /** {@return what the field is} */
    default Quantity quantity() {
        return conditioning().quantity();
    }

    @Override
    default NDArray evaluate(NDArray u) {
        return conditioning().evaluate(model().network(), u);
    }

    @Override
    default NDArray jvp(NDArray u, NDArray v) {
        return conditioning().jvp(model().network(), u, v);
    }

    @Override
    default NDArray vjp(NDArray u, NDArray w) {
        return conditioning().vjp(model().network(), u, w);
    }

    @Override
    default Linearization linearize(NDArray u, NDArray v) {
        return conditioning().linearize(model().network(), u, v);
    }
}
