// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Both products by central differences. */
record DifferenceProducts(TorchModule module) implements JacobianProducts {

    @Override
    public Linearization linearize(NDManager scope, NDArray x, @Nullable NDArray time, NDArray v) {
        try (EngineState state = EngineState.withoutGradients()) {
            NDArray at = TorchModule.alias(x, scope);
            NDArray value = module.forward(scope, at, time);
            NDArray product =
                    CentralDifferences.jvp(network(scope, time), at, TorchModule.alias(v, scope));
            return new Linearization(value, product);
        }
    }

    @Override
    public NDArray vjp(NDManager scope, NDArray x, @Nullable NDArray time, NDArray w) {
        try (EngineState state = EngineState.withoutGradients()) {
            return CentralDifferences.vjp(
                    network(scope, time), TorchModule.alias(x, scope), TorchModule.alias(w, scope));
        }
    }

    @Override
    public JacobianMethod jvpMethod() {
        return JacobianMethod.CENTRAL_DIFFERENCES;
    }

    @Override
    public JacobianMethod vjpMethod() {
        return JacobianMethod.CENTRAL_DIFFERENCES;
    }

    private UnaryOperator<NDArray> network(NDManager scope, @Nullable NDArray time) {
        return u -> module.forward(u.getManager(), u, time);
    }
}
