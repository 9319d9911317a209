// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The antisymmetric matrix A with the least E|e - A eps*|^2.
 *
 * <p>A eps* is a multiple of A grad log p and so invisible under every p; what it leaves of e is an
 * upper side of |Pi e|^2. With M = E[eps* eps*^T] and K = E[e eps*^T], A solves A M + M A = K -
 * K^T: in the eigenbasis of M, A_ij = (K - K^T)_ij / (l_i + l_j). A is fitted on three quarters of
 * the rows, shrunk by the factor in [0, 1] that is best on the last quarter. Source: spec
 * score-error section 3.
 */
final class InvisibleRotation {
    /** Beyond this dimension A is left 0: it would have more coefficients than rows can bear. */
    private static final int MOST = 512;

    private InvisibleRotation() {}

    /**
     * The matrix.
     *
     * @param rows rows of one half with the exact score
     * @return [D * D] row by row; empty where it is 0
     */
    static double[] fit(Rows rows) {
        int dimension = (int) rows.x().getShape().get(1);
        if (dimension == 1 || dimension > MOST) {
            return new double[0];
        }
        int data = rows.sizes().length;
        int fitting = HalfFit.fitting(data);
        try (NDManager manager = rows.x().getManager().newSubManager()) {
            NDArray a = matrix(rows.data(0, fitting).attach(manager), manager);
            Rows judge = rows.data(fitting, data).attach(manager);
            NDArray error = judge.predicted().sub(exact(judge));
            NDArray turned = exact(judge).matMul(a.transpose());
            double squares = turned.square().sum().getDouble();
            double along = error.mul(turned).sum().getDouble();
            double shrink = squares > 0 ? Math.max(0, Math.min(1, along / squares)) : 0;
            return shrink == 0 ? new double[0] : a.mul(shrink).toDoubleArray();
        }
    }

    private static NDArray matrix(Rows rows, NDManager manager) {
        int d = (int) rows.x().getShape().get(1);
        NDArray s = exact(rows);
        NDArray e = rows.predicted().sub(s);
        DMatrixRMaj m = DMatrixRMaj.wrap(d, d, s.transpose().matMul(s).toDoubleArray());
        DMatrixRMaj k = DMatrixRMaj.wrap(d, d, e.transpose().matMul(s).toDoubleArray());
        DMatrixRMaj right = new DMatrixRMaj(d, d);
        CommonOps_DDRM.transpose(k, right);
        CommonOps_DDRM.subtract(k, right, right);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (!eigen.decompose(m)) {
            throw new IllegalStateException("eigenvalues failed on a finite symmetric matrix");
        }
        DMatrixRMaj v = new DMatrixRMaj(d, d);
        double largest = 0;
        for (int j = 0; j < d; j++) {
            CommonOps_DDRM.insert(eigen.getEigenVector(j), v, 0, j);
            largest = Math.max(largest, eigen.getEigenvalue(j).getReal());
        }
        DMatrixRMaj part = new DMatrixRMaj(d, d);
        DMatrixRMaj a = new DMatrixRMaj(d, d);
        CommonOps_DDRM.multTransA(v, right, part);
        CommonOps_DDRM.mult(part, v, a);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double sum = eigen.getEigenvalue(i).getReal() + eigen.getEigenvalue(j).getReal();
                a.set(i, j, sum > 1e-12 * largest ? a.get(i, j) / sum : 0);
            }
        }
        CommonOps_DDRM.mult(v, a, part);
        CommonOps_DDRM.multTransB(part, v, a);
        return manager.create(a.data, new Shape(d, d));
    }

    /** |e - A eps*|^2 of each row. */
    static double[] rest(double[] a, Rows rows) {
        try (NDManager manager = rows.x().getManager().newSubManager()) {
            NDArray error = rows.predicted().sub(exact(rows));
            error.attach(manager);
            if (a.length > 0) {
                long d = error.getShape().get(1);
                NDArray turned = exact(rows).matMul(manager.create(a, new Shape(d, d)).transpose());
                turned.attach(manager);
                error.subi(turned);
            }
            return error.square().sum(new int[] {1}).toDoubleArray();
        }
    }

    private static NDArray exact(Rows rows) {
        NDArray exact = rows.exact();
        if (exact == null) {
            throw new IllegalStateException("rows: expected the exact score, found none");
        }
        return exact;
    }
}
