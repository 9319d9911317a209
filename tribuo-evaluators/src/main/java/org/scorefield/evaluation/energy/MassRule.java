// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The Gauss quadrature of masses q_j at points t_j: m nodes between the points, exact for
 * polynomials of degree 2 m - 1.
 *
 * <p>The recurrence p_(k+1) = (t - a_k) p_k - b_k p_(k-1) of the masses' orthogonal polynomials
 * (Stieltjes) makes the Jacobi matrix, whose eigenvalues are the nodes and whose eigenvectors'
 * first entries, squared, are the weights (Golub and Welsch 1969).
 */
final class MassRule {
    /** Part of the first moments' scale under which further nodes carry nothing. */
    private static final double NOTHING = 1e-14;

    private MassRule() {}

    /**
     * The rule.
     *
     * @param t points, ascending; not modified
     * @param q masses with sum 1, at least 0; not modified
     * @param nodes m, at least 1
     * @return nodes and weights, [2][m] or fewer where fewer points have mass
     */
    static double[][] of(double[] t, double[] q, int nodes) {
        double mean = 0;
        for (int j = 0; j < t.length; j++) {
            mean += q[j] * t[j];
        }
        double variance = 0;
        for (int j = 0; j < t.length; j++) {
            variance += q[j] * (t[j] - mean) * (t[j] - mean);
        }
        double scale = Math.sqrt(variance);
        if (!(scale > NOTHING * Math.abs(mean))) {
            return new double[][] {{mean}, {1}};
        }
        double[] x = new double[t.length];
        for (int j = 0; j < t.length; j++) {
            x[j] = (t[j] - mean) / scale;
        }
        DMatrixRMaj jacobi = jacobi(x, q, nodes);
        int m = jacobi.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(m, true, true);
        eigen.decompose(jacobi);
        double[] at = new double[m];
        double[] weights = new double[m];
        for (int k = 0; k < m; k++) {
            double node = mean + scale * eigen.getEigenvalue(k).getReal();
            at[k] = Math.min(Math.max(node, t[0]), t[t.length - 1]);
            double first = eigen.getEigenVector(k).get(0, 0);
            weights[k] = first * first;
        }
        return new double[][] {at, weights};
    }

    private static DMatrixRMaj jacobi(double[] x, double[] q, int nodes) {
        double[] before = new double[x.length];
        double[] here = new double[x.length];
        Arrays.fill(here, 1);
        double[] diagonal = new double[nodes];
        double[] beside = new double[nodes];
        double norm = 1;
        int m = 0;
        for (int k = 0; k < nodes; k++) {
            double square = 0;
            double moment = 0;
            for (int j = 0; j < x.length; j++) {
                square += q[j] * here[j] * here[j];
                moment += q[j] * here[j] * here[j] * x[j];
            }
            if (k > 0 && !(square > NOTHING * norm)) {
                break;
            }
            double ratio = k == 0 ? 0 : square / norm;
            diagonal[k] = moment / square;
            beside[k] = Math.sqrt(ratio);
            for (int j = 0; j < x.length; j++) {
                double next = (x[j] - diagonal[k]) * here[j] - ratio * before[j];
                before[j] = here[j];
                here[j] = next;
            }
            norm = square;
            m++;
        }
        DMatrixRMaj matrix = new DMatrixRMaj(m, m);
        for (int k = 0; k < m; k++) {
            matrix.set(k, k, diagonal[k]);
            if (k > 0) {
                matrix.set(k, k - 1, beside[k]);
                matrix.set(k - 1, k, beside[k]);
            }
        }
        return matrix;
    }
}
