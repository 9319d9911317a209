// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

/**
 * Y = Q R of k vectors of length D by Householder reflections: orthonormal to rounding whatever the
 * vectors, diagonal of R at least 0.
 *
 * <p>2 D k^2 operations for R and as many for Q.
 *
 * @param q k orthonormal vectors, {@code [k][D]}
 * @param r upper triangular, {@code [k][k]}: y_j = sum_i r[i][j] q_i
 */
record QrFactor(double[][] q, double[][] r) {

    /**
     * Factors.
     *
     * @param vectors y, {@code [k][D]}, k at most D; not modified
     */
    static QrFactor of(double[][] vectors) {
        int k = vectors.length;
        double[][] work = new double[k][];
        for (int j = 0; j < k; j++) {
            work[j] = vectors[j].clone();
        }
        double[][] r = new double[k][k];
        double[] length = new double[k];
        for (int j = 0; j < k; j++) {
            double[] v = work[j];
            double norm = Math.sqrt(dot(v, v, j));
            double end = v[j] > 0 ? -norm : norm;
            r[j][j] = end;
            v[j] -= end;
            length[j] = dot(v, v, j);
            for (int i = j + 1; i < k; i++) {
                reflect(v, length[j], work[i], j);
                r[j][i] = work[i][j];
            }
        }
        double[][] q = new double[k][vectors[0].length];
        for (int j = 0; j < k; j++) {
            q[j][j] = 1;
            for (int i = j; i >= 0; i--) {
                reflect(work[i], length[i], q[j], i);
            }
            if (r[j][j] < 0) {
                negate(q[j]);
                negate(r[j]);
            }
        }
        return new QrFactor(q, r);
    }

    private static void reflect(double[] v, double length, double[] x, int from) {
        if (length == 0) {
            return;
        }
        double factor = 2 * dot(v, x, from) / length;
        for (int i = from; i < x.length; i++) {
            x[i] -= factor * v[i];
        }
    }

    private static double dot(double[] a, double[] b, int from) {
        double sum = 0;
        for (int i = from; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void negate(double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = -x[i];
        }
    }
}
