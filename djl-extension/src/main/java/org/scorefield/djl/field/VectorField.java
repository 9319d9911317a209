// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import org.scorefield.djl.engine.Linearization;

/**
 * An autonomous vector field on batches of states: neither a time nor a noise level goes in.
 *
 * <p>Arrays have the batch first: {@code u} is {@code [batch, *shape]}; directions are {@code
 * [batch, *shape]} or {@code [k, batch, *shape]}. Samples do not interact, so the Jacobian is one
 * matrix a sample. No argument is modified. A result belongs to the manager of {@code u}. Fields
 * may be used by any number of threads at once.
 */
public interface VectorField {

    /**
     * The field.
     *
     * @param u states, {@code [batch, *shape]}, of the field's data type and on its device
     * @return {@code f(u)}, {@code [batch, *shape]}, owned by the manager of {@code u}
     * @throws IllegalArgumentException if a shape, data type or device differs, or an entry is not
     *     finite
     */
    NDArray evaluate(NDArray u);

    /**
     * The Jacobian-vector product {@code J(u) v}.
     *
     * @param u states, {@code [batch, *shape]}
     * @param v directions, {@code [batch, *shape]} or {@code [k, batch, *shape]}
     * @return {@code J v}, of the shape of {@code v}, owned by the manager of {@code u}
     * @throws IllegalArgumentException as {@link #evaluate}
     */
    NDArray jvp(NDArray u, NDArray v);

    /**
     * The vector-Jacobian product {@code J(u)^T w}.
     *
     * @param u states, {@code [batch, *shape]}
     * @param w covectors, {@code [batch, *shape]} or {@code [k, batch, *shape]}
     * @return {@code J^T w}, of the shape of {@code w}, owned by the manager of {@code u}
     * @throws IllegalArgumentException as {@link #evaluate}
     */
    NDArray vjp(NDArray u, NDArray w);

    /**
     * Field and Jacobian-vector product together; cheaper than apart where the network's method
     * shares the work.
     *
     * @param u states, {@code [batch, *shape]}
     * @param v directions, {@code [batch, *shape]} or {@code [k, batch, *shape]}
     * @return both, owned by the manager of {@code u}
     * @throws IllegalArgumentException as {@link #evaluate}
     */
    default Linearization linearize(NDArray u, NDArray v) {
        return new Linearization(evaluate(u), jvp(u, v));
    }
}
