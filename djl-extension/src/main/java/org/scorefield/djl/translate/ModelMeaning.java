// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.translate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import org.scorefield.djl.engine.NetworkSignature;
import org.scorefield.djl.engine.NetworkSignature.TimeArgument;
import org.scorefield.djl.field.Conditioning;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.schedule.Parameterization;

/** What the arrays of a model directory's module mean. */
record ModelMeaning(
        Parameterization parameterization, NetworkSignature signature, DataType dataType) {

    boolean blind() {
        return signature.time() == TimeArgument.ABSENT;
    }

    /** The quantity at t; without t, of a blind network. */
    Conditioning at(Quantity quantity, Optional<NDArray> t) {
        return t.isPresent()
                ? Conditioning.at(parameterization, quantity, t.get())
                : Conditioning.blind(parameterization, quantity);
    }

    /** The module's arguments for a state. */
    NDList arguments(Conditioning conditioning, NDArray x, NDManager scope) {
        NDList list = conditioning.networkInputs(x, scope);
        list.addAll(signature.constantArrays(x.getShape().get(0), dataType, scope));
        return list;
    }

    /** The number of arguments before the constants. */
    int leading() {
        return blind() ? 1 : 2;
    }
}
