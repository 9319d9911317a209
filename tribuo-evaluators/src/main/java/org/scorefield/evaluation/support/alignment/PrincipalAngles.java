// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.scorefield.evaluation.support.tangent.VectorRows;

/**
 * Principal angles between the span of orthonormal vectors and a frame.
 *
 * <p>With T the frame and Q the vectors, both d by D: cosines are the singular values of T Q^T,
 * sines those of Q (I - T^T T), paired from both ends, and the angle is atan2(sine, cosine), which
 * keeps the digits of small angles as of right ones. Source: Bjorck and Golub 1973, Numerical
 * methods for computing angles between linear subspaces.
 */
final class PrincipalAngles {

    private PrincipalAngles() {}

    /**
     * The angles.
     *
     * @param frame orthonormal, [d][D]; not modified
     * @param vectors orthonormal, as many; not modified
     * @return radians, rising, [d]; all NaN where the frame is undefined, [0][]
     */
    static double[] between(double[][] frame, double[][] vectors) {
        int d = vectors.length;
        double[] angles = new double[d];
        if (frame.length == 0) {
            Arrays.fill(angles, Double.NaN);
            return angles;
        }
        double[] cosines = singularValues(products(frame, vectors));
        double[] sines = singularValues(normal(frame, vectors));
        for (int i = 0; i < d; i++) {
            // Falling cosines, and sines from their least: D - d of them only may be positive.
            double sine = sines[d - 1 - i];
            angles[i] = Math.atan2(sine, cosines[i]);
        }
        return angles;
    }

    /** The parts of vectors that are normal to a frame, [rows][D]. */
    static double[][] normal(double[][] frame, double[][] vectors) {
        double[][] parts = new double[vectors.length][];
        for (int i = 0; i < parts.length; i++) {
            double[] part = vectors[i].clone();
            for (double[] axis : frame) {
                double along = VectorRows.dot(axis, vectors[i]);
                for (int a = 0; a < part.length; a++) {
                    part[a] -= along * axis[a];
                }
            }
            parts[i] = part;
        }
        return parts;
    }

    /** x_i . y_j. */
    static double[][] products(double[][] x, double[][] y) {
        double[][] products = new double[x.length][y.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                products[i][j] = VectorRows.dot(x[i], y[j]);
            }
        }
        return products;
    }

    /** Singular values, falling, as many as the smaller side. */
    static double[] singularValues(double[][] matrix) {
        DMatrixRMaj dense = new DMatrixRMaj(matrix);
        int rank = Math.min(dense.numRows, dense.numCols);
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(dense.numRows, dense.numCols, false, false, true);
        if (!svd.decompose(dense)) {
            throw new ArithmeticException(
                    "matrix: expected finite numbers, found others; check what computed them");
        }
        double[] values = Arrays.copyOf(svd.getSingularValues(), rank);
        Arrays.sort(values);
        for (int i = 0; i < rank / 2; i++) {
            double value = values[i];
            values[i] = values[rank - 1 - i];
            values[rank - 1 - i] = value;
        }
        return values;
    }
}
