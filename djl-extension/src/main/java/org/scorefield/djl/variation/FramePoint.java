// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;

/**
 * States after a step, with k tangent vectors each.
 *
 * @param step steps done, from 1 to {@code steps}
 * @param steps steps in all
 * @param t time of the states
 * @param firstSample number of the batch's first sample
 * @param x states, {@code [batch, *shape]}, valid during the call only; not to be modified or
 *     closed
 * @param frame orthonormal vectors, {@code [batch][k][D]}; not to be modified
 * @param factor R of this step, {@code [batch][k][k]}, upper triangular with diagonal at least 0;
 *     not to be modified
 */
public record FramePoint(
        int step,
        int steps,
        double t,
        long firstSample,
        NDArray x,
        double[][][] frame,
        double[][][] factor) {}
