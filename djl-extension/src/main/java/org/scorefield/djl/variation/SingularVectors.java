// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/**
 * Leading singular pairs of the Jacobian of each trajectory, J v_i = s_i u_i.
 *
 * @param logValues log s_i, {@code [n][count]}, falling; minus infinity where J is singular
 * @param residuals |J^T u_i - s_i v_i| / s_i, {@code [n][count]}; 0 where all D vectors were
 *     carried
 * @param vectors u, v and where they live
 * @param quality how they were found
 */
public record SingularVectors(
        double[][] logValues, double[][] residuals, Vectors vectors, Quality quality) {

    /**
     * Arrays owned by the manager of the start.
     *
     * @param left u at the end, {@code [count, n, *shape]}
     * @param right v at the start, {@code [count, n, *shape]}
     * @param states at the end, {@code [n, *shape]}
     */
    public record Vectors(NDArray left, NDArray right, NDArray states) {}

    /**
     * How the search went.
     *
     * @param duration length of the trajectory in the process's time, T
     * @param tolerance the residual asked for
     * @param rounds forward sweeps of the batch that took most
     * @param notes what a reader should know, such as products by central differences
     */
    public record Quality(double duration, double tolerance, int rounds, List<String> notes) {

        /**
         * Copies.
         *
         * @param duration length of the trajectory in the process's time, T
         * @param tolerance the residual asked for
         * @param rounds forward sweeps of the batch that took most
         * @param notes what a reader should know, such as products by central differences
         */
        public Quality {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Copies.
     *
     * @param logValues log s_i, {@code [n][count]}, falling; minus infinity where J is singular
     * @param residuals |J^T u_i - s_i v_i| / s_i, {@code [n][count]}; 0 where all D vectors were
     *     carried
     * @param vectors u, v and where they live
     * @param quality how they were found
     */
    public SingularVectors {
        logValues = copy(logValues);
        residuals = copy(residuals);
    }

    /**
     * {@return log s_i, {@code [n][count]}, falling; minus infinity where J is singular} A copy.
     */
    @Override
    public double[][] logValues() {
        return copy(logValues);
    }

    /**
     * {@return |J^T u_i - s_i v_i| / s_i, {@code [n][count]}; 0 where all D vectors were carried} A
     * copy.
     */
    @Override
    public double[][] residuals() {
        return copy(residuals);
    }

    /**
     * Finite-time Lyapunov exponents of a state.
     *
     * @param sample its row
     * @return log s_i / T, per unit of the process's time
     */
    public double[] exponents(int sample) {
        return Arrays.stream(logValues[sample]).map(s -> s / quality.duration()).toArray();
    }

    /** {@return whether every residual is within the tolerance} */
    public boolean converged() {
        return Arrays.stream(residuals)
                .flatMapToDouble(Arrays::stream)
                .allMatch(residual -> residual <= quality.tolerance());
    }

    private static double[][] copy(double[][] values) {
        return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }
}
