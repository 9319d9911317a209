// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.variation.SingularVectors;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.support.tangent.VectorRows;

/**
 * The leading singular vectors of some generated trajectories.
 *
 * @param start states they began at, {@code [n, D]} FLOAT64
 * @param sampling numbering, noise and batches
 * @param end level of the end
 * @param pairs singular values and vectors, {@code [count, n, D]}, in arrays of the manager of
 *     start
 * @param vectors k, at most as many as pairs
 */
public record LyapunovVectors(
        NDArray start,
        SamplingOptions sampling,
        NoiseLevel end,
        SingularVectors pairs,
        int vectors) {

    /** {@return number of trajectories} */
    public int samples() {
        return pairs.logValues().length;
    }

    /** {@return ends of the trajectories, {@code [n, D]}} */
    public NDArray states() {
        return pairs.vectors().states();
    }

    /**
     * The leading left vectors of each trajectory, at its end, {@code [n][count][D]}.
     *
     * @param count 1 to k
     * @return the vectors, by falling exponent
     */
    public double[][][] left(int count) {
        return leading(pairs.vectors().left(), count);
    }

    /**
     * The leading right vectors of each trajectory, at its start, {@code [n][count][D]}.
     *
     * @param count 1 to k
     * @return the vectors, by falling exponent
     */
    public double[][][] right(int count) {
        return leading(pairs.vectors().right(), count);
    }

    /** {@return finite-time exponents by trajectory, falling, {@code [n][k]}} */
    public double[][] exponents() {
        return IntStream.range(0, samples())
                .mapToObj(i -> Arrays.copyOf(pairs.exponents(i), vectors))
                .toArray(double[][]::new);
    }

    /**
     * The first trajectories with all k vectors, to be looked at.
     *
     * @param count how many at most
     * @return a trajectory each
     */
    public List<EndVectors> ends(int count) {
        double[][] x = VectorRows.of(states());
        double[][][] left = left(vectors);
        double[][] exponents = exponents();
        return IntStream.range(0, Math.min(count, x.length))
                .mapToObj(
                        i ->
                                new EndVectors(
                                        Arrays.stream(x[i]).map(v -> v / end.alpha()).toArray(),
                                        left[i],
                                        exponents[i]))
                .toList();
    }

    private static double[][][] leading(NDArray vectors, int count) {
        try (NDArray some = vectors.get(new NDIndex(":{}", count))) {
            return VectorRows.byState(some);
        }
    }
}
