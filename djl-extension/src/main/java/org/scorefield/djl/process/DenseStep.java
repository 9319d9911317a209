// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;

/**
 * The interpolant of one step of one sample: with theta in [0, 1] the cubic through both ends with
 * both slopes, plus theta^2 (1 - theta)^2 h correction.
 *
 * @param t where the step begins
 * @param h its length
 * @param parts x(t), x(t + h), slope at t, slope at t + h, correction: {@code [5, *shape]}
 */
record DenseStep(double t, double h, NDArray parts) {

    /** The state at a time of the step, {@code [1, *shape]}, owned by the manager of the parts. */
    NDArray at(double time) {
        double theta = (time - t) / h;
        double rest = 1 - theta;
        double[] weights = {
            rest * rest * (1 + 2 * theta),
            theta * theta * (3 - 2 * theta),
            h * theta * rest * rest,
            -h * theta * theta * rest,
            h * theta * theta * rest * rest
        };
        return parts.mul(StateBatches.column(weights, parts)).sum(new int[] {0}, true);
    }
}
