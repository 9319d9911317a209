// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rayleigh-Ritz: the eigenpairs of symmetric matrices compressed to a basis, with their residuals.
 *
 * @param axes Ritz vectors, [n, count, D]
 * @param images their products with the matrices, [n, count, D]
 * @param values Ritz values, falling, [n][count]
 * @param residuals largest residual of a state over its largest value in magnitude, [n]
 */
record RitzPairs(NDArray axes, NDArray images, double[][] values, double[] residuals) {

    /**
     * @param basis orthonormal rows, or rows of zeros, [n, r, D]
     * @param images their products with the matrices, [n, r, D]
     */
    static RitzPairs of(NDArray basis, NDArray images, TopAxes.Wanted wanted) {
        int count = wanted.count();
        int n = Math.toIntExact(basis.getShape().get(0));
        int r = Math.toIntExact(basis.getShape().get(1));
        try (NDManager inner = basis.getManager().newSubManager(basis.getDevice())) {
            NDArray product = basis.matMul(images.transpose(0, 2, 1));
            product.attach(inner);
            double[] compressed = product.toDoubleArray();
            NDArray lengths = basis.square().sum(new int[] {2});
            lengths.attach(inner);
            double[] present = lengths.toDoubleArray();
            double[] coefficients = new double[n * count * r];
            double[][] values = new double[n][count];
            double[] scales = new double[n];
            for (int state = 0; state < n; state++) {
                int first = state * r;
                int[] rows = IntStream.range(0, r).filter(i -> present[first + i] > 0.5).toArray();
                double[][] matrix = matrix(compressed, state, r, r);
                SymmetricEigen eigen = SymmetricEigen.of(chosen(matrix, rows));
                int found = Math.min(count, rows.length);
                Arrays.fill(values[state], Double.NaN);
                for (int i = 0; i < found; i++) {
                    values[state][i] = eigen.values()[i];
                    for (int j = 0; j < rows.length; j++) {
                        coefficients[(state * count + i) * r + rows[j]] = eigen.vectors()[i][j];
                    }
                }
                double lowest = eigen.values()[rows.length - 1];
                scales[state] = Math.max(Math.abs(eigen.values()[0]), Math.abs(lowest));
            }
            NDArray mix = inner.create(coefficients, new Shape(n, count, r));
            NDArray axes = mix.matMul(basis);
            double[] flat = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
            NDArray theta = inner.create(flat, new Shape(n, count, 1));
            NDArray products = mix.matMul(images);
            NDArray left = products.sub(axes.mul(theta)).square().sum(new int[] {2}).sqrt();
            double[] each = left.toDoubleArray();
            double[] lost = new double[n];
            for (int state = 0; state < n; state++) {
                for (int i = 0; i < count && scales[state] > 0; i++) {
                    boolean asked =
                            wanted.share() == 0
                                    || values[state][i] >= wanted.share() * values[state][0];
                    double own = each[state * count + i] / scales[state];
                    asked &= !Double.isNaN(own);
                    lost[state] = asked ? Math.max(lost[state], own) : lost[state];
                }
            }
            axes.attach(basis.getManager());
            products.attach(basis.getManager());
            return new RitzPairs(axes, products, values, lost);
        }
    }

    void close() {
        axes.close();
        images.close();
    }

    double largestResidual() {
        return Arrays.stream(residuals).max().orElse(0);
    }

    /** One of the matrices [rows][columns] that lie one after the other; symmetrised if square. */
    static double[][] matrix(double[] flat, int index, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        int first = index * rows * columns;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double own = flat[first + i * columns + j];
                matrix[i][j] = rows == columns ? (own + flat[first + j * columns + i]) / 2 : own;
            }
        }
        return matrix;
    }

    private static double[][] chosen(double[][] matrix, int[] rows) {
        double[][] part = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                part[i][j] = matrix[rows[i]][rows[j]];
            }
        }
        return part;
    }
}
