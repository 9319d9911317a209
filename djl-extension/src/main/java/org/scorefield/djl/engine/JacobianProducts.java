// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * One way to compute Jacobian products. Directions are [k, batch, *shape]; results belong to the
 * scope.
 */
sealed interface JacobianProducts permits TangentProducts, AutogradProducts, DifferenceProducts {

    Linearization linearize(NDManager scope, NDArray x, @Nullable NDArray time, NDArray v);

    NDArray vjp(NDManager scope, NDArray x, @Nullable NDArray time, NDArray w);

    JacobianMethod jvpMethod();

    JacobianMethod vjpMethod();
}
