// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;

/**
 * The score g = grad log p of a density at one noise level, with the symmetric derivative of g: all
 * that its ridge depends on.
 *
 * <p>The derivative is taken as K = I + sigma^2 H, which is the posterior covariance of the noised
 * data in units of sigma^2 and keeps its digits where H is nearly -I / sigma^2. States are {@code
 * [n, D]} FLOAT64; no argument is modified; results belong to the manager of x.
 */
public interface LevelScore {

    /** {@return d, the numbers in one state} */
    int dimension();

    /** {@return the standard deviation of the noise, positive, in the units of x} */
    double sigma();

    /**
     * {@return the width of a Gaussian that the density is smooth on, at least sigma: mean shift
     * takes steps of width^2 g}
     */
    default double width() {
        return sigma();
    }

    /**
     * The score.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @return g, {@code [n, D]}, in one over the units of x
     */
    NDArray score(NDArray x);

    /**
     * Products with K = I + sigma^2 H.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param v directions, {@code [n, D]} or {@code [k, n, D]} FLOAT64
     * @return K v, of the shape and in the units of {@code v}
     */
    NDArray spread(NDArray x, NDArray v);

    /**
     * The tangent frames: the d largest eigenvalues of K with their eigenvectors, and the next
     * eigenvalue.
     *
     * @param x states, {@code [n, D]} FLOAT64
     * @param d tangent directions, 1 to D - 1
     * @return frames of all states
     */
    Frames frames(NDArray x, int d);

    /**
     * How many axes with variance there can be at most.
     *
     * @param atMost the number up to which to count, at least 1
     * @return the number, or {@code atMost} if it is larger
     */
    int rank(int atMost);
}
