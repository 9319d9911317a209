// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Leading eigenvectors of the second moment of rows, orthonormal, by falling eigenvalue.
 *
 * <p>Up to {@value #DENSE} dimensions all eigenvectors of the matrix are computed; beyond, by
 * randomised subspace iteration with Rayleigh-Ritz. Source: Halko, Martinsson, Tropp (2011),
 * algorithm 4.4.
 *
 * @param dimension D
 * @param axes [D * m], axis j in column j
 * @param values [m] eigenvalues of the mean of row row^T
 * @param trace sum of all D eigenvalues
 */
public record PrincipalAxes(int dimension, double[] axes, double[] values, double trace) {
    private static final int DENSE = 128;
    private static final int OVERSAMPLE = 8;
    private static final int ROUNDS = 6;
    private static final long SEED = 0x5eedL;

    /** Of the trace. */
    private static final double SHIFT = 1e-12;

    /**
     * Leading axes.
     *
     * @param rows [n, D] FLOAT64; not modified
     * @param count axes wanted; at most D are given
     * @return axes by falling eigenvalue
     */
    public static PrincipalAxes of(NDArray rows, int count) {
        int dimension = (int) rows.getShape().get(1);
        int n = (int) rows.getShape().get(0);
        int wanted = Math.min(count, dimension);
        int width = Math.min(dimension, wanted + OVERSAMPLE);
        if (dimension <= DENSE || width > dimension / 2) {
            width = dimension;
        }
        try (NDManager manager = rows.getManager().newSubManager()) {
            NDArray x = rows.div(Math.sqrt(n));
            x.attach(manager);
            double trace = x.square().sum().getDouble();
            DMatrixRMaj q =
                    width == dimension
                            ? CommonOps_DDRM.identity(dimension)
                            : subspace(x, width, trace);
            NDArray scores = width == dimension ? x : x.matMul(array(manager, q));
            NDArray gram = scores.transpose().matMul(scores);
            return ritz(q, gram.toDoubleArray(), wanted, trace);
        }
    }

    private static DMatrixRMaj subspace(NDArray x, int width, double trace) {
        int dimension = (int) x.getShape().get(1);
        SplittableRandom random = new SplittableRandom(SEED);
        DMatrixRMaj q = new DMatrixRMaj(dimension, width);
        for (int i = 0; i < q.data.length; i++) {
            q.data[i] = random.nextGaussian();
        }
        q = orthonormal(q);
        // Moves every eigenvalue alike: rows that are copies of few have axes too.
        double shift = trace > 0 ? SHIFT * trace : 1;
        for (int round = 0; round < ROUNDS; round++) {
            try (NDManager manager = x.getManager().newSubManager()) {
                NDArray now = array(manager, q);
                NDArray next = x.transpose().matMul(x.matMul(now));
                next.attach(manager);
                double[] values = next.add(now.mul(shift)).toDoubleArray();
                q = orthonormal(DMatrixRMaj.wrap(dimension, width, values));
            }
        }
        return q;
    }

    private static NDArray array(NDManager manager, DMatrixRMaj q) {
        return manager.create(q.data, new Shape(q.getNumRows(), q.getNumCols()));
    }

    private static PrincipalAxes ritz(DMatrixRMaj q, double[] gram, int count, double trace) {
        int width = q.getNumCols();
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(width, true, true);
        if (!eigen.decompose(DMatrixRMaj.wrap(width, width, gram))) {
            throw new IllegalStateException("eigenvalues failed on a finite symmetric matrix");
        }
        int[] order =
                IntStream.range(0, width)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                        .limit(count)
                        .mapToInt(Integer::intValue)
                        .toArray();
        DMatrixRMaj vectors = new DMatrixRMaj(width, count);
        double[] values = new double[count];
        for (int j = 0; j < count; j++) {
            values[j] = Math.max(0, eigen.getEigenvalue(order[j]).getReal());
            CommonOps_DDRM.insert(eigen.getEigenVector(order[j]), vectors, 0, j);
        }
        DMatrixRMaj axes = new DMatrixRMaj(q.getNumRows(), count);
        CommonOps_DDRM.mult(q, vectors, axes);
        return new PrincipalAxes(q.getNumRows(), axes.data, values, trace);
    }

    private static DMatrixRMaj orthonormal(DMatrixRMaj a) {
        QRDecomposition<DMatrixRMaj> qr =
                DecompositionFactory_DDRM.qr(a.getNumRows(), a.getNumCols());
        if (!qr.decompose(a)) {
            throw new IllegalStateException("QR failed on a finite matrix");
        }
        return qr.getQ(null, true);
    }

    /**
     * The number of axes.
     *
     * @return m
     */
    public int count() {
        return values.length;
    }

    /** The first axes as columns, [D, count]. */
    NDArray leading(NDManager manager, int count) {
        NDArray all = manager.create(axes, new Shape(dimension, count()));
        return count == count() ? all : all.get(new NDIndex(":, :" + count)).duplicate();
    }

    /**
     * One axis.
     *
     * @param j its number, from 0
     * @return [D], of length 1
     */
    public double[] axis(int j) {
        double[] axis = new double[dimension];
        Arrays.setAll(axis, k -> axes[k * count() + j]);
        return axis;
    }
}
