// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * P = A diag(s) B^T of a small square matrix by one-sided Jacobi rotations of its rows.
 *
 * <p>For the triangular factors of a sweep, whose rows fall in size, small values keep their
 * relative accuracy, which a bidiagonal method loses. Source: Demmel and Veselic 1992, Jacobi's
 * method is more accurate than QR.
 *
 * @param left row i holds a_i, {@code [k][k]}
 * @param values s, falling, at least 0
 * @param right row i holds b_i, {@code [k][k]}; zeros where s_i = 0
 */
record JacobiSvd(double[][] left, double[] values, double[][] right) {

    private static final int SWEEPS = 60;
    private static final double ROUNDING = 1e-15;

    /** Factors a square matrix, which is not modified. */
    static JacobiSvd of(double[][] matrix) {
        int k = matrix.length;
        double[][] rows = new double[k][];
        double[][] turns = new double[k][k];
        for (int i = 0; i < k; i++) {
            rows[i] = matrix[i].clone();
            turns[i][i] = 1;
        }
        boolean turned = true;
        for (int sweep = 0; turned && sweep < SWEEPS; sweep++) {
            turned = false;
            for (int p = 0; p < k; p++) {
                for (int q = p + 1; q < k; q++) {
                    turned |= turn(rows, turns, p, q);
                }
            }
        }
        double[] norms = new double[k];
        for (int i = 0; i < k; i++) {
            norms[i] = Math.sqrt(dot(rows[i], rows[i]));
        }
        int[] order =
                IntStream.range(0, k)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -norms[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[][] left = new double[k][];
        double[][] right = new double[k][k];
        double[] values = new double[k];
        for (int i = 0; i < k; i++) {
            left[i] = turns[order[i]];
            values[i] = norms[order[i]];
            for (int j = 0; values[i] > 0 && j < k; j++) {
                right[i][j] = rows[order[i]][j] / values[i];
            }
        }
        return new JacobiSvd(left, values, right);
    }

    /** Makes two rows orthogonal; false if they are. */
    private static boolean turn(double[][] rows, double[][] turns, int p, int q) {
        double alpha = dot(rows[p], rows[p]);
        double beta = dot(rows[q], rows[q]);
        double gamma = dot(rows[p], rows[q]);
        if (Math.abs(gamma) <= ROUNDING * Math.sqrt(alpha) * Math.sqrt(beta)) {
            return false;
        }
        double zeta = (beta - alpha) / (2 * gamma);
        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double cosine = 1 / Math.hypot(1, tangent);
        double sine = cosine * tangent;
        mix(rows[p], rows[q], cosine, sine);
        mix(turns[p], turns[q], cosine, sine);
        return true;
    }

    private static void mix(double[] p, double[] q, double cosine, double sine) {
        for (int i = 0; i < p.length; i++) {
            double old = p[i];
            p[i] = cosine * old - sine * q[i];
            q[i] = sine * old + cosine * q[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
