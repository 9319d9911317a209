// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.EvaluationException;

/**
 * A matrix of one block.
 *
 * <p>Systems are solved for the matrix C = S A S scaled to a unit diagonal, S_ii = 1/sqrt(A_ii): (C
 * + ridge I) y = S b, theta = S y. Conditioning is then that of a correlation matrix, and does not
 * depend on the features' units. By Cholesky's method; where C is numerically singular and the
 * ridge 0, by its eigenvalues above {@value #RANK} of the largest, which gives the y of least norm.
 * Coefficients whose diagonal is 0 stay 0. Cost: O(features^3) a solve.
 */
public final class DenseGram implements Gram {
    /** Eigenvalues below this part of the largest count as 0. */
    private static final double RANK = 1e-12;

    private final int features;
    private final double[] a;

    /** Kept by the first solve. */
    private final AtomicReference<@Nullable Spectrum> spectrum = new AtomicReference<>();

    private DenseGram(int features, double[] a) {
        this.features = features;
        this.a = a;
    }

    /**
     * A matrix of one block.
     *
     * @param a symmetric and positive semidefinite, [features, features]; not modified
     * @return the matrix
     */
    public static DenseGram of(NDArray a) {
        return of((int) a.getShape().get(0), a.toDoubleArray());
    }

    /**
     * A matrix of one block.
     *
     * @param features rows and columns
     * @param a symmetric and positive semidefinite, [features * features], row by row; copied
     * @return the matrix
     * @throws EvaluationException where a number is not finite
     */
    public static DenseGram of(int features, double[] a) {
        if (a.length != features * features) {
            throw new IllegalArgumentException(
                    "a: expected "
                            + features
                            + " x "
                            + features
                            + " numbers, found "
                            + a.length
                            + "; give the matrix row by row");
        }
        for (double number : a) {
            if (!Double.isFinite(number)) {
                throw new EvaluationException(
                        "gradients of test functions: expected finite numbers, found "
                                + number
                                + "; check the data and the network's output");
            }
        }
        return new DenseGram(features, a.clone());
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int blocks() {
        return 1;
    }

    @Override
    public int block(int feature) {
        return 0;
    }

    @Override
    public DenseGram plus(Gram other) {
        if (!(other instanceof DenseGram dense) || dense.features != features) {
            throw new IllegalArgumentException(
                    "other: expected a dense matrix of "
                            + features
                            + " features, found "
                            + other.getClass().getSimpleName()
                            + " of "
                            + other.features()
                            + "; add matrices of one class of test functions");
        }
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + dense.a[i]);
        return new DenseGram(features, sum);
    }

    @Override
    public double[] solve(double[] b, double ridge) {
        if (!(ridge >= 0 && Double.isFinite(ridge))) {
            throw new IllegalArgumentException(
                    "ridge: expected a number that is at least 0, found "
                            + ridge
                            + "; 0 means no shrinkage");
        }
        Spectrum known = spectrum.get();
        if (known == null) {
            known = Spectrum.of(features, a);
            spectrum.set(known);
        }
        return known.solve(b, ridge);
    }

    /**
     * Eigenvalues and eigenvectors of the matrix scaled to a unit diagonal.
     *
     * @param scale S, 0 where the diagonal is
     * @param vectors one a row
     */
    private record Spectrum(double[] scale, double[] values, double[][] vectors) {

        static Spectrum of(int features, double[] a) {
            double[] scale = new double[features];
            int[] free =
                    IntStream.range(0, features).filter(i -> a[i * features + i] > 0).toArray();
            for (int i : free) {
                scale[i] = 1 / Math.sqrt(a[i * features + i]);
            }
            double[] values = new double[free.length];
            double[][] vectors = new double[free.length][features];
            if (free.length == 0) {
                return new Spectrum(scale, values, vectors);
            }
            DMatrixRMaj c = new DMatrixRMaj(free.length, free.length);
            for (int i = 0; i < free.length; i++) {
                for (int j = 0; j < free.length; j++) {
                    c.set(i, j, a[free[i] * features + free[j]] * scale[free[i]] * scale[free[j]]);
                }
            }
            EigenDecomposition_F64<DMatrixRMaj> eigen =
                    DecompositionFactory_DDRM.eig(free.length, true, true);
            if (!eigen.decompose(c)) {
                throw new IllegalStateException("eigenvalues failed on a finite symmetric matrix");
            }
            for (int k = 0; k < free.length; k++) {
                values[k] = Math.max(0, eigen.getEigenvalue(k).getReal());
                DMatrixRMaj vector = eigen.getEigenVector(k);
                for (int i = 0; i < free.length; i++) {
                    vectors[k][free[i]] = vector.get(i);
                }
            }
            return new Spectrum(scale, values, vectors);
        }

        double[] solve(double[] b, double ridge) {
            double rank = RANK * Arrays.stream(values).max().orElse(0);
            double[] y = new double[b.length];
            for (int k = 0; k < values.length; k++) {
                if (ridge > 0 || values[k] > rank) {
                    double[] vector = vectors[k];
                    double part = 0;
                    for (int i = 0; i < b.length; i++) {
                        part += vector[i] * scale[i] * b[i];
                    }
                    part /= values[k] + ridge;
                    for (int i = 0; i < b.length; i++) {
                        y[i] += part * vector[i];
                    }
                }
            }
            for (int i = 0; i < b.length; i++) {
                y[i] *= scale[i];
            }
            return y;
        }
    }

    @Override
    public double[] values(double[] theta, double[] b) {
        double value = 0;
        for (int i = 0; i < features; i++) {
            double product = 0;
            for (int j = 0; j < features; j++) {
                product += a[i * features + j] * theta[j];
            }
            value += theta[i] * (2 * b[i] - product);
        }
        return new double[] {value};
    }
}
