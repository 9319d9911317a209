// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.scorefield.djl.field.VectorField;

/** A field of few dimensions by formulas of one state, with its exact Jacobian, in float64. */
public record SmallField(
        UnaryOperator<double[]> value, java.util.function.Function<double[], double[][]> jacobian)
        implements VectorField {

    @Override
    public NDArray evaluate(NDArray u) {
        double[][] rows = rows(u);
        double[] all = new double[(int) u.size()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(value.apply(rows[i]), 0, all, i * rows[i].length, rows[i].length);
        }
        return u.getManager().create(all, u.getShape());
    }

    @Override
    public NDArray jvp(NDArray u, NDArray v) {
        return product(u, v, false);
    }

    @Override
    public NDArray vjp(NDArray u, NDArray w) {
        return product(u, w, true);
    }

    private NDArray product(NDArray u, NDArray v, boolean transposed) {
        double[][] rows = rows(u);
        double[] from = v.toDoubleArray();
        double[] to = new double[from.length];
        int d = rows[0].length;
        for (int i = 0; i < rows.length; i++) {
            double[][] matrix = jacobian.apply(rows[i]);
            for (int start = i * d; start < from.length; start += rows.length * d) {
                for (int a = 0; a < d; a++) {
                    for (int b = 0; b < d; b++) {
                        to[start + a] +=
                                (transposed ? matrix[b][a] : matrix[a][b]) * from[start + b];
                    }
                }
            }
        }
        return u.getManager().create(to, v.getShape());
    }

    static double[][] rows(NDArray u) {
        int n = (int) u.getShape().get(0);
        int d = (int) u.size() / n;
        double[] all = u.toDoubleArray();
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = java.util.Arrays.copyOfRange(all, i * d, (i + 1) * d);
        }
        return rows;
    }
}
