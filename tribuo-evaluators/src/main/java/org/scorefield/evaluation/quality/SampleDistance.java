// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.quality;

import ai.djl.ndarray.NDArray;

/**
 * A squared distance between two distributions, estimated from independent samples of each.
 *
 * <p>Implementations are immutable and may be used by any number of threads.
 */
public interface SampleDistance {

    /** {@return a short name with what defines the distance, for reports} */
    String name();

    /**
     * Estimates the squared distance.
     *
     * @param x samples of one distribution, {@code [n, D]} FLOAT64, finite, n at least 4. Not
     *     modified
     * @param y samples of the other, {@code [m, D]} FLOAT64, finite, m at least 4, on the device of
     *     {@code x}. Not modified
     * @return value and standard error
     * @throws IllegalArgumentException if an array is not as said here
     */
    DistanceEstimate distance(NDArray x, NDArray y);
}
