// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import java.util.Arrays;

/**
 * The end of one trajectory and its Lyapunov vectors there, to be looked at.
 *
 * @param state x / alpha, in the units of the data, [D]
 * @param left singular vectors at the end, by falling exponent, [k][D]
 * @param exponents theirs, [k]
 */
public record EndVectors(double[] state, double[][] left, double[] exponents) {

    /**
     * Copies.
     *
     * @param state x / alpha, in the units of the data, [D]
     * @param left singular vectors at the end, by falling exponent, [k][D]
     * @param exponents theirs, [k]
     */
    public EndVectors {
        state = state.clone();
        left = Arrays.stream(left).map(double[]::clone).toArray(double[][]::new);
        exponents = exponents.clone();
    }

    /** {@return x / alpha at the end, in the units of the data, [D]} A copy. */
    @Override
    public double[] state() {
        return state.clone();
    }

    /** {@return singular vectors at the end, by falling exponent, [k][D]} A copy. */
    @Override
    public double[][] left() {
        return Arrays.stream(left).map(double[]::clone).toArray(double[][]::new);
    }

    /** {@return the finite-time exponents of the vectors, falling, [k]} A copy. */
    @Override
    public double[] exponents() {
        return exponents.clone();
    }
}
