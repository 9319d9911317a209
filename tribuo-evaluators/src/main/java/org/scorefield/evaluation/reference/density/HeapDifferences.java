// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Differences of few numbers, without the cost of native calls. */
record HeapDifferences(double[][] rows) implements Differences {

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** a += factor b. */
    static void add(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }

    @Override
    public double[] exponents(double[] slope, double half) {
        return Arrays.stream(rows).mapToDouble(g -> dot(slope, g) - half * dot(g, g)).toArray();
    }

    @Override
    public double[] sum(double[] weights) {
        double[] sum = new double[rows[0].length];
        for (int k = 0; k < rows.length; k++) {
            add(sum, weights[k], rows[k]);
        }
        return sum;
    }

    @Override
    public void shift(double[] by) {
        for (double[] row : rows) {
            add(row, -1, by);
        }
    }

    @Override
    public double[] squares() {
        return Arrays.stream(rows).mapToDouble(g -> dot(g, g)).toArray();
    }

    @Override
    public void deflate(double[][] axes) {
        for (double[] row : rows) {
            for (int pass = 0; pass < 2; pass++) {
                for (double[] axis : axes) {
                    add(row, -dot(row, axis), axis);
                }
            }
        }
    }

    @Override
    public Top top(double[] weights, int count) {
        int[] used = IntStream.range(0, rows.length).filter(k -> weights[k] > 0).toArray();
        int dimension = rows[0].length;
        int side = Math.min(used.length, dimension);
        double[][] gram = new double[side][side];
        if (used.length <= dimension) {
            for (int i = 0; i < side; i++) {
                for (int j = 0; j <= i; j++) {
                    double product = dot(rows[used[i]], rows[used[j]]);
                    gram[i][j] = Math.sqrt(weights[used[i]] * weights[used[j]]) * product;
                    gram[j][i] = gram[i][j];
                }
            }
        } else {
            for (int k : used) {
                for (int i = 0; i < dimension; i++) {
                    add(gram[i], weights[k] * rows[k][i], rows[k]);
                }
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        int found = Math.min(count, side);
        double[][] axes = new double[found][];
        for (int j = 0; j < found; j++) {
            if (used.length > dimension) {
                axes[j] = eigen.vectors()[j];
                continue;
            }
            axes[j] = new double[dimension];
            for (int i = 0; i < side; i++) {
                add(axes[j], eigen.vectors()[j][i] * Math.sqrt(weights[used[i]]), rows[used[i]]);
            }
        }
        return new Top(Arrays.copyOf(eigen.values(), found), axes, 0);
    }
}
