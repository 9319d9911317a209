// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * J^T w by reverse mode, J v by double backward.
 *
 * <p>Each call differentiates at a fresh leaf. Arguments are copied outside of inference mode,
 * because a backward pass cannot keep arrays that were made inside of it.
 */
record AutogradProducts(TorchModule module, Autograd autograd) implements JacobianProducts {

    @Override
    public Linearization linearize(NDManager scope, NDArray x, @Nullable NDArray time, NDArray v) {
        try (EngineState state = EngineState.withGradients()) {
            NDArray leaf = leaf(x, scope);
            NDArray value = module.forward(scope, leaf, copy(time, scope));
            NDArray product = autograd.jvp(scope, value, leaf, copyOf(v, scope));
            return new Linearization(TorchModule.alias(value, scope), product);
        }
    }

    @Override
    public NDArray vjp(NDManager scope, NDArray x, @Nullable NDArray time, NDArray w) {
        try (EngineState state = EngineState.withGradients()) {
            NDArray leaf = leaf(x, scope);
            NDArray value = module.forward(scope, leaf, copy(time, scope));
            return autograd.vjp(scope, value, leaf, copyOf(w, scope));
        }
    }

    @Override
    public JacobianMethod jvpMethod() {
        return JacobianMethod.AUTOGRAD;
    }

    @Override
    public JacobianMethod vjpMethod() {
        return JacobianMethod.AUTOGRAD;
    }

    private static NDArray leaf(NDArray x, NDManager scope) {
        NDArray leaf = copyOf(x, scope);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private static @Nullable NDArray copy(@Nullable NDArray array, NDManager scope) {
        return array == null ? null : copyOf(array, scope);
    }

    private static NDArray copyOf(NDArray array, NDManager scope) {
        NDArray copy = TorchModule.alias(array, scope).duplicate();
        copy.attach(scope);
        return copy;
    }
}
