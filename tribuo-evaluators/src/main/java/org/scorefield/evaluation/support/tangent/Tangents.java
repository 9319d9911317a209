// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import java.util.Arrays;

/**
 * Orthonormal tangent axes of some states, [n][d][D]; a state without a defined frame has none,
 * [0][].
 *
 * @param axes the axes; copied
 */
public record Tangents(double[][][] axes) {

    /**
     * Copies.
     *
     * @param axes the axes; copied
     */
    public Tangents {
        axes = copy(axes);
    }

    /**
     * {@return the orthonormal axes of each state, [n][d][D]; none for a state without a frame} A
     * copy.
     */
    @Override
    public double[][][] axes() {
        return copy(axes);
    }

    /** {@return number of states} */
    public int count() {
        return axes.length;
    }

    /**
     * Whether a state has a frame.
     *
     * @param state its number, from 0
     * @return whether it has one
     */
    public boolean defined(int state) {
        return axes[state].length > 0;
    }

    /**
     * The tangent part T^T T v of a vector at a state.
     *
     * @param state its number, with a defined frame
     * @param v [D]; not modified
     * @return a new array, [D]
     */
    public double[] tangent(int state, double[] v) {
        double[] part = new double[v.length];
        for (double[] axis : axes[state]) {
            double along = 0;
            for (int i = 0; i < v.length; i++) {
                along += axis[i] * v[i];
            }
            for (int i = 0; i < v.length; i++) {
                part[i] += along * axis[i];
            }
        }
        return part;
    }

    /**
     * The normal part v - T^T T v of a vector at a state.
     *
     * @param state its number, with a defined frame
     * @param v [D]; not modified
     * @return a new array, [D]
     */
    public double[] normal(int state, double[] v) {
        double[] part = tangent(state, v);
        Arrays.setAll(part, i -> v[i] - part[i]);
        return part;
    }

    private static double[][][] copy(double[][][] axes) {
        return Arrays.stream(axes)
                .map(own -> Arrays.stream(own).map(double[]::clone).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }
}
