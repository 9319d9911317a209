// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * States projected onto a ridge, with a certificate each.
 *
 * @param points where they ended, {@code [n, D]} FLOAT64
 * @param certificates how, [n]
 */
public record Projection(NDArray points, List<Certificate> certificates) {

    /**
     * Copies.
     *
     * @param points where they ended, {@code [n, D]} FLOAT64
     * @param certificates how, [n]
     */
    public Projection {
        certificates = List.copyOf(certificates);
    }

    /** How a projection ended. */
    public enum End {
        /** On the ridge within the tolerance, and curved towards it. */
        CONVERGED,
        /** The residual is within the tolerance, but l_(d+1) is not negative: no ridge. */
        NOT_CURVED,
        /** The limit of steps came first. */
        LIMIT,
        /** The frame became undefined on the way. */
        FRAME_UNDEFINED
    }

    /**
     * The end of one state's way.
     *
     * @param end how it ended
     * @param iterations steps taken
     * @param residual the last |E E^T g|, in one over the units of x; NaN where the frame is
     *     undefined
     * @param distance |x - P(x)|, the way as the crow flies, in the units of x; NaN unless
     *     converged
     */
    public record Certificate(End end, int iterations, double residual, double distance) {}

    /** {@return distances to the ridge, [n]; NaN where a projection did not converge} */
    public double[] distances() {
        return certificates.stream().mapToDouble(Certificate::distance).toArray();
    }

    /** {@return how many of the projections converged} */
    public int converged() {
        return (int) certificates.stream().filter(c -> c.end() == End.CONVERGED).count();
    }
}
