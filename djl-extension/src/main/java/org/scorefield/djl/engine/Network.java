// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A network as it was trained: a state and, unless it is blind, a time go in, an array of the
 * state's shape comes out. Units, time direction and meaning of the output are the checkpoint's
 * own; {@code DiffusionModel} translates them.
 *
 * <p>Arrays have the batch first: {@code x} is {@code [batch, *shape]}, {@code time} is {@code
 * [batch]}, both of the network's data type and on its device, with finite entries; {@code time} is
 * required unless the network is blind, and then ignored. Samples do not interact. Directions
 * {@code v} and {@code w} are {@code [batch, *shape]}, or {@code [k, batch, *shape]} for k of them
 * at once. No argument is modified.
 *
 * <p>A result belongs to the manager of {@code x}: it lives until that manager, or the result
 * itself, is closed. In a loop, attach {@code x} to a sub-manager of the step.
 *
 * <p>A network may be used by any number of threads at once; results do not depend on how many.
 */
public interface Network extends AutoCloseable {

    /**
     * The network's output.
     *
     * @param x states, {@code [batch, *shape]}
     * @param time the network's own time, {@code [batch]}; ignored by blind networks
     * @return {@code [batch, *shape]}, owned by the manager of {@code x}
     * @throws IllegalArgumentException if a shape, data type or device differs from what the
     *     network takes, or an entry is not finite
     */
    NDArray evaluate(NDArray x, @Nullable NDArray time);

    /**
     * The Jacobian of the output with respect to {@code x}, times {@code v}.
     *
     * @param x states, {@code [batch, *shape]}
     * @param time the network's own time, {@code [batch]}; ignored by blind networks
     * @param v directions, {@code [batch, *shape]} or {@code [k, batch, *shape]}
     * @return {@code J v}, of the shape of {@code v}, owned by the manager of {@code x}
     * @throws IllegalArgumentException as {@link #evaluate}
     */
    NDArray jvp(NDArray x, @Nullable NDArray time, NDArray v);

    /**
     * Output and Jacobian product together, at the cost of {@link #jvp} alone where the method
     * allows it.
     *
     * @param x states, {@code [batch, *shape]}
     * @param time the network's own time, {@code [batch]}; ignored by blind networks
     * @param v directions, {@code [batch, *shape]} or {@code [k, batch, *shape]}
     * @return both arrays, owned by the manager of {@code x}
     * @throws IllegalArgumentException as {@link #evaluate}
     */
    Linearization linearize(NDArray x, @Nullable NDArray time, NDArray v);

    /**
     * The transposed Jacobian of the output with respect to {@code x}, times {@code w}.
     *
     * @param x states, {@code [batch, *shape]}
     * @param time the network's own time, {@code [batch]}; ignored by blind networks
     * @param w covectors, {@code [batch, *shape]} or {@code [k, batch, *shape]}
     * @return {@code J^T w}, of the shape of {@code w}, owned by the manager of {@code x}
     * @throws IllegalArgumentException as {@link #evaluate}
     */
    NDArray vjp(NDArray x, @Nullable NDArray time, NDArray w);

    /** {@return what goes into the network} */
    NetworkSignature signature();

    /** {@return where and how the network runs; for provenance} */
    NetworkDescription description();

    /** Frees the network's weights. No call may follow. */
    @Override
    void close();
}
