// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

import java.util.List;

/**
 * A direction that the found part of the error points in: an eigenvector of E[grad psi grad psi^T].
 *
 * @param value its eigenvalue, the part of E|grad psi|^2 in this direction, in epsilon units
 * @param share of the trace, in [0, 1]
 * @param axis unit vector, [D], in the order of the data; its sign is arbitrary
 */
public record Direction(double value, double share, List<Double> axis) {

    /**
     * Copies.
     *
     * @param value its eigenvalue, the part of E|grad psi|^2 in this direction, in epsilon units
     * @param share of the trace, in [0, 1]
     * @param axis unit vector, [D], in the order of the data; its sign is arbitrary
     */
    public Direction {
        axis = List.copyOf(axis);
    }
}
