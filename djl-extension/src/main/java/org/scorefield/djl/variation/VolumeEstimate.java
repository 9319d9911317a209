// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/**
 * How volumes changed along trajectories.
 *
 * @param states at the last time, {@code [n, *shape]}, owned by the manager of the start
 * @param integrals of the divergence, {@code [n][columns]}: one, or one a probe; nats
 * @param divergence how it was computed
 * @param notes what a reader should know, such as products by central differences
 */
public record VolumeEstimate(
        NDArray states, double[][] integrals, Divergence divergence, List<String> notes) {

    /**
     * Copies.
     *
     * @param states at the last time, {@code [n, *shape]}, owned by the manager of the start
     * @param integrals of the divergence, {@code [n][columns]}: one, or one a probe; nats
     * @param divergence how it was computed
     * @param notes what a reader should know, such as products by central differences
     */
    public VolumeEstimate {
        integrals = copy(integrals);
        notes = List.copyOf(notes);
    }

    /**
     * {@return the integrals of the divergence, {@code [n][columns]}: one, or one a probe; nats} A
     * copy.
     */
    @Override
    public double[][] integrals() {
        return copy(integrals);
    }

    /**
     * The change of log volume.
     *
     * @param sample row of a state
     * @return the integral of the divergence, or the mean over its probes; nats
     */
    public double volume(int sample) {
        return Arrays.stream(integrals[sample]).average().orElseThrow();
    }

    /**
     * The standard error of {@link #volume} from its probes.
     *
     * @param sample row of a state
     * @return sd / sqrt(probes), in nats; 0 for the exact divergence, NaN for a single probe
     */
    public double standardError(int sample) {
        return divergence instanceof Divergence.Exact ? 0 : Means.standardError(integrals[sample]);
    }

    private static double[][] copy(double[][] values) {
        return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }
}
