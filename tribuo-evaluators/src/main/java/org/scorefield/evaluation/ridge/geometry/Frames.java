// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/**
 * Tangent frames V of n states.
 *
 * @param axes orthonormal axes, {@code [n, d, D]} FLOAT64; zeros where there is none
 * @param ratios the d + 1 largest eigenvalues of K = I + sigma^2 H, falling, [n][d + 1]; those of H
 *     are (ratio - 1) / sigma^2
 * @param separations how well the d-th axis can be told from the next, [n], in [0, 1]: 1 - C_(d+1)
 *     / C_d for a known density, whose eigenvalues C_j have all their digits; the difference over
 *     the largest eigenvalue for a learned one. 0 where there are fewer than d axes
 * @param residuals bounds on the errors of the eigenvalues over the largest, [n]
 */
public record Frames(NDArray axes, double[][] ratios, double[] separations, double[] residuals) {

    /**
     * Copies the arrays.
     *
     * @param axes orthonormal axes, {@code [n, d, D]} FLOAT64; zeros where there is none
     * @param ratios the d + 1 largest eigenvalues of K = I + sigma^2 H, falling, [n][d + 1]; those
     *     of H are (ratio - 1) / sigma^2
     * @param separations how well the d-th axis can be told from the next, [n], in [0, 1]: 1 -
     *     C_(d+1) / C_d for a known density, whose eigenvalues C_j have all their digits; the
     *     difference over the largest eigenvalue for a learned one. 0 where there are fewer than d
     *     axes
     * @param residuals bounds on the errors of the eigenvalues over the largest, [n]
     */
    public Frames {
        ratios = Arrays.stream(ratios).map(double[]::clone).toArray(double[][]::new);
        separations = separations.clone();
        residuals = residuals.clone();
    }

    /**
     * {@return the d + 1 largest eigenvalues of K = I + sigma^2 H, falling, [n][d + 1]; those of H
     * are (ratio - 1) / sigma^2} A copy.
     */
    @Override
    public double[][] ratios() {
        return Arrays.stream(ratios).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * {@return how well the d-th axis can be told from the next, [n], in [0, 1]: 1 - C_(d+1) / C_d
     * for a known density, whose eigenvalues C_j have all their digits; the difference over the
     * largest eigenvalue for a learned one. 0 where there are fewer than d axes} A copy.
     */
    @Override
    public double[] separations() {
        return separations.clone();
    }

    /** {@return bounds on the errors of the eigenvalues over the largest, [n]} A copy. */
    @Override
    public double[] residuals() {
        return residuals.clone();
    }

    /** {@return d, the tangent directions} */
    public int directions() {
        return Math.toIntExact(axes.getShape().get(1));
    }

    /** {@return the relative eigengaps (C_d - C_(d+1)) / sigma^2, [n]} */
    public double[] gaps() {
        int d = directions();
        return Arrays.stream(ratios).mapToDouble(row -> row[d - 1] - row[d]).toArray();
    }

    /**
     * {@return c_(d+1) / sigma^2, [n]: the state is curved towards a ridge where this is below 1}
     */
    public double[] normalRatios() {
        int d = directions();
        return Arrays.stream(ratios).mapToDouble(row -> row[d]).toArray();
    }

    /**
     * The tangent part V V^T v.
     *
     * @param v {@code [n, D]} FLOAT64; not modified
     * @return {@code [n, D]}, owned by the manager of v
     */
    public NDArray tangent(NDArray v) {
        try (NDManager inner = v.getManager().newSubManager(v.getDevice())) {
            NDArray row = v.expandDims(1);
            row.attach(inner);
            NDArray across = axes.transpose(0, 2, 1);
            across.attach(inner);
            NDArray part = row.matMul(across).matMul(axes).squeeze(1);
            part.attach(v.getManager());
            return part;
        }
    }

    /**
     * The normal part E E^T v = v - V V^T v.
     *
     * @param v {@code [n, D]} FLOAT64; not modified
     * @return {@code [n, D]}, owned by the manager of v
     */
    public NDArray normal(NDArray v) {
        try (NDArray tangent = tangent(v)) {
            return v.sub(tangent);
        }
    }
}
