// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;

/**
 * A function psi: R^D -> R, known by its gradient and Laplacian.
 *
 * <p>Arrays are FLOAT64, on any device; a result belongs to the manager of {@code x}.
 */
public interface Potential {

    /** {@return numbers in one sample, D} */
    int dimension();

    /**
     * grad psi.
     *
     * @param x points, [n, D]; not modified
     * @return [n, D]
     */
    NDArray gradient(NDArray x);

    /**
     * Lap psi.
     *
     * @param x points, [n, D]; not modified
     * @return [n]
     */
    NDArray laplacian(NDArray x);
}
