// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Mean and leading principal axes of data. Those of noised data are the same: noise adds sigma^2 I
 * to the covariance.
 *
 * @param mean [D]
 * @param axes m orthonormal axes, all coordinates where m = D
 */
record PrincipalAxes(double[] mean, Axes axes) {
    private static final int OVERSAMPLE = 8;
    private static final int ROUNDS = 8;
    private static final long SEED = 0x5eedL;

    /** Of the sum of squares of the data. */
    private static final double SHIFT = 1e-12;

    /**
     * Randomised subspace iteration with Rayleigh-Ritz. Source: Halko, Martinsson, Tropp (2011),
     * algorithm 4.4.
     *
     * @param data [n, D]; modified
     * @param count axes wanted, at least 1
     */
    static PrincipalAxes of(DMatrixRMaj data, int count) {
        int dimension = data.getNumCols();
        double[] mean = new double[dimension];
        for (int i = 0; i < data.data.length; i++) {
            mean[i % dimension] += data.data[i] / data.getNumRows();
        }
        if (count >= dimension) {
            return new PrincipalAxes(mean, Axes.all(dimension));
        }
        for (int i = 0; i < data.data.length; i++) {
            data.data[i] -= mean[i % dimension];
        }
        return new PrincipalAxes(mean, Axes.of(leading(data, count)));
    }

    private static DMatrixRMaj leading(DMatrixRMaj x, int count) {
        int width = Math.min(count + OVERSAMPLE, Math.min(x.getNumCols(), x.getNumRows()));
        width = Math.max(width, count);
        SplittableRandom random = new SplittableRandom(SEED);
        DMatrixRMaj q = new DMatrixRMaj(x.getNumCols(), width);
        for (int i = 0; i < q.data.length; i++) {
            q.data[i] = random.nextGaussian();
        }
        q = orthonormal(q);
        DMatrixRMaj scores = new DMatrixRMaj(x.getNumRows(), width);
        // Moves every eigenvalue alike: data that are copies of few have axes too.
        double squares = NormOps_DDRM.normF(x) * NormOps_DDRM.normF(x);
        double shift = squares > 0 ? SHIFT * squares : 1;
        for (int round = 0; round < ROUNDS; round++) {
            CommonOps_DDRM.mult(x, q, scores);
            DMatrixRMaj next = q.copy();
            CommonOps_DDRM.scale(shift, next);
            CommonOps_DDRM.multAddTransA(x, scores, next);
            q = orthonormal(next);
        }
        CommonOps_DDRM.mult(x, q, scores);
        DMatrixRMaj gram = new DMatrixRMaj(width, width);
        CommonOps_DDRM.multTransA(scores, scores, gram);
        DMatrixRMaj axes = new DMatrixRMaj(x.getNumCols(), count);
        CommonOps_DDRM.mult(q, eigenvectors(gram, count), axes);
        return axes;
    }

    private static DMatrixRMaj orthonormal(DMatrixRMaj a) {
        QRDecomposition<DMatrixRMaj> qr =
                DecompositionFactory_DDRM.qr(a.getNumRows(), a.getNumCols());
        if (!qr.decompose(a)) {
            throw new IllegalStateException("QR failed on a finite matrix");
        }
        return qr.getQ(null, true);
    }

    private static DMatrixRMaj eigenvectors(DMatrixRMaj gram, int count) {
        int width = gram.getNumCols();
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(width, true, true);
        if (!eigen.decompose(gram)) {
            throw new IllegalStateException("eigenvalues failed on a finite symmetric matrix");
        }
        Integer[] order = new Integer[width];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) ->
                        Double.compare(
                                eigen.getEigenvalue(b).getReal(),
                                eigen.getEigenvalue(a).getReal()));
        DMatrixRMaj vectors = new DMatrixRMaj(width, count);
        for (int j = 0; j < count; j++) {
            DMatrixRMaj vector = eigen.getEigenVector(order[j]);
            for (int i = 0; i < width; i++) {
                vectors.set(i, j, vector.get(i, 0));
            }
        }
        return vectors;
    }
}
