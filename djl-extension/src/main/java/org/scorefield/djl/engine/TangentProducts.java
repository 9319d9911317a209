// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/** J v by the compiled tangent program, J^T w by reverse mode. */
record TangentProducts(TorchModule module, AutogradProducts reverse) implements JacobianProducts {

    @Override
    public Linearization linearize(NDManager scope, NDArray x, @Nullable NDArray time, NDArray v) {
        try (EngineState state = EngineState.withoutGradients()) {
            return module.tangent(scope, TorchModule.alias(x, scope), time, v);
        }
    }

    @Override
    public NDArray vjp(NDManager scope, NDArray x, @Nullable NDArray time, NDArray w) {
        return reverse.vjp(scope, x, time, w);
    }

    @Override
    public JacobianMethod jvpMethod() {
        return JacobianMethod.TANGENT_PROGRAM;
    }

    @Override
    public JacobianMethod vjpMethod() {
        return JacobianMethod.AUTOGRAD;
    }
}
