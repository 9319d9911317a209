// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.function.UnaryOperator;

/**
 * Preconditioned conjugate gradients for A x = b, A symmetric and positive semidefinite, b in its
 * range.
 *
 * <p>Stops when the preconditioned residual has fallen by 1e-8, after {@value #MOST} steps, or when
 * a direction has no curvature left (a singular A): what is found so far is then still a potential,
 * and its value a lower bound. Source: Saad, Iterative Methods for Sparse Linear Systems, 2nd
 * edition, algorithm 9.1.
 */
final class ConjugateGradient {
    private static final int MOST = 400;
    private static final double FALL = 1e-8;

    private ConjugateGradient() {}

    /**
     * @param a the matrix as a function; must not modify its argument
     * @param b right-hand side; not modified
     * @param diagonal of A; where it is 0 the coefficient stays 0; not modified
     */
    static double[] solve(UnaryOperator<double[]> a, double[] b, double[] diagonal) {
        double[] x = new double[b.length];
        double[] r = b.clone();
        double[] z = precondition(r, diagonal);
        double[] p = z.clone();
        double rz = dot(r, z);
        double goal = rz * FALL * FALL;
        for (int step = 0; step < MOST && rz > goal && rz > 0; step++) {
            double[] ap = a.apply(p);
            double curvature = dot(p, ap);
            if (!(curvature > 1e-14 * dot(p, times(p, diagonal)))) {
                break;
            }
            double length = rz / curvature;
            for (int i = 0; i < x.length; i++) {
                x[i] += length * p[i];
                r[i] -= length * ap[i];
            }
            z = precondition(r, diagonal);
            double next = dot(r, z);
            for (int i = 0; i < p.length; i++) {
                p[i] = z[i] + next / rz * p[i];
            }
            rz = next;
        }
        return x;
    }

    private static double[] precondition(double[] r, double[] diagonal) {
        double[] z = new double[r.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = diagonal[i] > 0 ? r[i] / diagonal[i] : 0;
        }
        return z;
    }

    private static double[] times(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
