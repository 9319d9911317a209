// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Eigenvalues, falling, and orthonormal eigenvectors of a small symmetric matrix; errors are of the
 * order of the rounding of the largest one.
 *
 * @param values [n]
 * @param vectors [n][n], an eigenvector a row
 */
record SymmetricEigen(double[] values, double[][] vectors) {

    /** Decomposes a symmetric matrix [n][n], which is not modified. */
    static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        if (n == 1) {
            return new SymmetricEigen(new double[] {matrix[0][0]}, new double[][] {{1}});
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(new DMatrixRMaj(matrix))) {
            throw new ArithmeticException(
                    "matrix: expected finite symmetric numbers, found others; check what computed"
                            + " them");
        }
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                        .mapToInt(i -> i)
                        .toArray();
        double[] values = new double[n];
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            values[i] = eigen.getEigenvalue(order[i]).getReal();
            DMatrixRMaj vector = eigen.getEigenVector(order[i]);
            for (int j = 0; j < n; j++) {
                vectors[i][j] = vector.get(j);
            }
        }
        return new SymmetricEigen(values, vectors);
    }
}
