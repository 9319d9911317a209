// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;

/**
 * An orthonormal basis q_1, ..., q_D of R^D: coordinates y_k = q_k . x.
 *
 * <p>For some axes only, see {@link OrthonormalAxes}. Functions of the coordinates have gradients
 * sum_k q_k d/dy_k and, since the directions are orthonormal, Laplacians sum_k d^2/dy_k^2. Arrays
 * are FLOAT64, on any device.
 */
public sealed interface Basis permits PixelBasis, CosineBasis {

    /**
     * The numbers themselves; of images, the pixels.
     *
     * @param shape of a sample, channels first
     * @return the basis
     */
    static Basis pixels(long... shape) {
        return new PixelBasis(shape);
    }

    /**
     * The orthonormal discrete cosine transform: of vectors [D] in one dimension, of images [C, H,
     * W] in two, channel by channel.
     *
     * @param shape of a sample
     * @return the basis
     */
    static Basis cosine(long... shape) {
        return new CosineBasis(shape);
    }

    /** {@return a name for reports, for example {@code pixel}} */
    String name();

    /** {@return numbers in one sample, D} */
    int dimension();

    /**
     * Coordinates of points or fields: Q^T x.
     *
     * @param x [n, D]; not modified
     * @return [n, D], owned by x's manager, or x itself
     */
    NDArray coordinates(NDArray x);

    /**
     * The vectors of given coordinates: Q y.
     *
     * @param y [n, D]; not modified
     * @return [n, D], owned by y's manager, or y itself
     */
    NDArray embed(NDArray y);
}
