// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/**
 * What a sweep found.
 *
 * @param growth sums of log R_ii, {@code [n][k]}, in nats, falling in i up to what one sweep leaves
 *     open; minus infinity where a direction was lost
 * @param duration length of the trajectory in the process's time, T
 * @param states at the end, {@code [n, *shape]}, owned by the manager of the start
 * @param frame orthonormal vectors at the end, {@code [k, n, *shape]}, owned by the manager of the
 *     start
 * @param notes what a reader should know, such as products by central differences
 */
public record LyapunovSpectrum(
        double[][] growth, double duration, NDArray states, NDArray frame, List<String> notes) {

    /**
     * Copies.
     *
     * @param growth sums of log R_ii, {@code [n][k]}, in nats, falling in i up to what one sweep
     *     leaves open; minus infinity where a direction was lost
     * @param duration length of the trajectory in the process's time, T
     * @param states at the end, {@code [n, *shape]}, owned by the manager of the start
     * @param frame orthonormal vectors at the end, {@code [k, n, *shape]}, owned by the manager of
     *     the start
     * @param notes what a reader should know, such as products by central differences
     */
    public LyapunovSpectrum {
        growth = Arrays.stream(growth).map(double[]::clone).toArray(double[][]::new);
        notes = List.copyOf(notes);
    }

    /**
     * {@return sums of log R_ii, {@code [n][k]}, in nats, falling in i up to what one sweep leaves
     * open; minus infinity where a direction was lost} A copy.
     */
    @Override
    public double[][] growth() {
        return Arrays.stream(growth).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * Finite-time exponents of a state.
     *
     * @param sample its row
     * @return growth / T, per unit of the process's time
     */
    public double[] exponents(int sample) {
        return Arrays.stream(growth[sample]).map(g -> g / duration).toArray();
    }

    /**
     * Growth of the k-volume of a state's frame; with k = D log |det dF|, for a flow the integral
     * of the divergence.
     *
     * @param sample its row
     * @return the sum of its growth, in nats
     */
    public double volume(int sample) {
        return Arrays.stream(growth[sample]).sum();
    }
}
