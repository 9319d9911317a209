// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

import java.util.Arrays;
import java.util.List;

/**
 * The marginal energy on a plane through three points, the first the origin of its coordinates.
 *
 * @param x coordinates along the first axis, {@code [w]}, ascending, in the units of the data
 * @param y coordinates along the second axis, {@code [h]}, ascending
 * @param energy E at (x_i, y_j), {@code [h][w]}, in nats
 * @param marks what lies in the plane
 */
public record EnergySlice(double[] x, double[] y, double[][] energy, List<Mark> marks) {

    /**
     * Copies.
     *
     * @param x coordinates along the first axis, {@code [w]}, ascending, in the units of the data
     * @param y coordinates along the second axis, {@code [h]}, ascending
     * @param energy E at (x_i, y_j), {@code [h][w]}, in nats
     * @param marks what lies in the plane
     */
    public EnergySlice {
        x = x.clone();
        y = y.clone();
        energy = Arrays.stream(energy).map(double[]::clone).toArray(double[][]::new);
        marks = List.copyOf(marks);
    }

    /**
     * {@return coordinates along the first axis, {@code [w]}, ascending, in the units of the data}
     * A copy.
     */
    @Override
    public double[] x() {
        return x.clone();
    }

    /** {@return coordinates along the second axis, {@code [h]}, ascending} A copy. */
    @Override
    public double[] y() {
        return y.clone();
    }

    /** {@return the energy E at (x_i, y_j), {@code [h][w]}, in nats} A copy. */
    @Override
    public double[][] energy() {
        return Arrays.stream(energy).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * A point in the plane.
     *
     * @param label what it is
     * @param x first coordinate
     * @param y second coordinate
     */
    public record Mark(String label, double x, double y) {}
}
