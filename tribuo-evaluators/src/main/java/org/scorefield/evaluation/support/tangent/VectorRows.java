// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Rows of an array as plain ones, and small linear algebra on them. */
public final class VectorRows {

    /** Vectors shorter than this share of their length, less what others span, depend on them. */
    private static final double DEPENDENT = 1e-10;

    private VectorRows() {}

    /**
     * The rows of {@code [n, D]} FLOAT64.
     *
     * @param x rows, {@code [n, D]} FLOAT64; not modified
     * @return the rows, [n][D]
     */
    public static double[][] of(NDArray x) {
        int columns = Math.toIntExact(x.getShape().get(1));
        double[] all = x.toDoubleArray();
        double[][] rows = new double[all.length / columns][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns));
        return rows;
    }

    /**
     * The blocks of {@code [n, k, D]} FLOAT64.
     *
     * @param x {@code [n, k, D]} FLOAT64; not modified
     * @return the blocks, [n][k][D]
     */
    public static double[][][] blocks(NDArray x) {
        try (NDArray flat = x.reshape(-1, x.getShape().get(2))) {
            double[][] rows = of(flat);
            int k = Math.toIntExact(x.getShape().get(1));
            double[][][] blocks = new double[rows.length / k][][];
            Arrays.setAll(blocks, i -> Arrays.copyOfRange(rows, i * k, (i + 1) * k));
            return blocks;
        }
    }

    /**
     * Vectors of an array {@code [k, n, D]} by state, {@code [n][k][D]}.
     *
     * @param vectors {@code [k, n, D]} FLOAT64; not modified
     * @return the k vectors of each state
     */
    public static double[][][] byState(NDArray vectors) {
        try (NDArray turned = vectors.transpose(1, 0, 2)) {
            return blocks(turned);
        }
    }

    /**
     * The inverse of {@link #byState}.
     *
     * @param byState k vectors of each of n states, {@code [n][k][D]}; not modified
     * @param manager owner of the array
     * @return {@code [k, n, D]} FLOAT64
     */
    public static NDArray directions(double[][][] byState, NDManager manager) {
        int k = byState[0].length;
        int n = byState.length;
        int d = byState[0][0].length;
        double[] flat = new double[k * n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                System.arraycopy(byState[i][j], 0, flat, (j * n + i) * d, d);
            }
        }
        // Of its own shape at once: the engine frees these numbers with the first array that is
        // made of them, views or not.
        return manager.create(flat, new Shape(k, n, d));
    }

    /**
     * Rows as an array {@code [n, D]} of a manager.
     *
     * @param rows {@code [n][D]}, at least one; not modified
     * @param manager owner of the array
     * @return {@code [n, D]} FLOAT64
     */
    public static NDArray array(double[][] rows, NDManager manager) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    /**
     * Orthonormal vectors of the same span; none, [0][], where some depend on the others.
     *
     * @param vectors {@code [k][D]}; not modified
     * @return as many axes, by Gram and Schmidt with a second pass, or none
     */
    public static double[][] orthonormal(double[][] vectors) {
        double[][] axes = new double[vectors.length][];
        for (int i = 0; i < axes.length; i++) {
            double[] v = vectors[i].clone();
            double length = length(v);
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double along = dot(axes[j], v);
                    for (int a = 0; a < v.length; a++) {
                        v[a] -= along * axes[j][a];
                    }
                }
            }
            double left = length(v);
            if (!(left > DEPENDENT * length)) {
                return new double[0][];
            }
            Arrays.setAll(v, a -> v[a] / left);
            axes[i] = v;
        }
        return axes;
    }

    /**
     * The inner product of two vectors of one length.
     *
     * @param a a vector
     * @param b another of its length
     * @return the sum of a_i b_i
     */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * The Euclidean length.
     *
     * @param v a vector
     * @return its length
     */
    public static double length(double[] v) {
        return Math.sqrt(dot(v, v));
    }

    /**
     * Refuses what cannot be a number of tangent directions.
     *
     * @param directions d, which must be 1 to D - 1
     * @param dimension D
     */
    public static void checkDirections(int directions, int dimension) {
        if (directions < 1 || directions >= dimension) {
            throw new IllegalArgumentException(
                    "d: expected 1 to "
                            + (dimension - 1)
                            + " tangent directions for states of "
                            + dimension
                            + " numbers, found "
                            + directions
                            + "; choose fewer than there are dimensions");
        }
    }
}
