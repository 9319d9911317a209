// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * One Gaussian, by its mean and the eigenvalues and eigenvectors of its covariance: Sigma = Q
 * diag(variances) Q^T. Arrays are not copied and never change.
 */
final class GaussianComponent {

    private static final double ROUNDING = 1e-12;

    private final double[] mean;
    private final double[] variances;

    /** Q, row after row; null stands for the identity. */
    private final double @Nullable [] axes;

    private GaussianComponent(double[] mean, double[] variances, double @Nullable [] axes) {
        this.mean = mean;
        this.variances = variances;
        this.axes = axes;
    }

    static GaussianComponent isotropic(double[] mean, double variance) {
        if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    String.format(
                            "variances: expected finite numbers, at least 0, found %s; give"
                                    + " squares of standard deviations",
                            variance));
        }
        double[] variances = new double[mean.length];
        Arrays.fill(variances, variance);
        return new GaussianComponent(mean.clone(), variances, null);
    }

    static GaussianComponent full(double[] mean, double[][] covariance) {
        int dimension = mean.length;
        if (covariance.length != dimension) {
            throw shape(dimension, covariance.length + " rows");
        }
        double scale = 0;
        for (double[] row : covariance) {
            if (row.length != dimension) {
                throw shape(dimension, "a row of " + row.length);
            }
            for (double value : row) {
                scale = Math.max(scale, Math.abs(value));
                if (!Double.isFinite(value)) {
                    throw shape(dimension, "the entry " + value);
                }
            }
        }
        DMatrixRMaj matrix = new DMatrixRMaj(covariance);
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(matrix.get(i, j) - matrix.get(j, i)) > ROUNDING * scale) {
                    throw shape(
                            dimension,
                            String.format(
                                    "%s at (%d, %d) and %s at (%d, %d)",
                                    matrix.get(i, j), i, j, matrix.get(j, i), j, i));
                }
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(dimension, true, true);
        if (!eigen.decompose(matrix)) {
            throw shape(dimension, "one whose eigenvalues were not found");
        }
        double[] variances = new double[dimension];
        double[] axes = new double[dimension * dimension];
        for (int k = 0; k < dimension; k++) {
            double value = eigen.getEigenvalue(k).getReal();
            if (value < -ROUNDING * dimension * scale) {
                throw shape(dimension, "the eigenvalue " + value);
            }
            variances[k] = Math.max(0, value);
            DMatrixRMaj vector = eigen.getEigenVector(k);
            for (int i = 0; i < dimension; i++) {
                axes[i * dimension + k] = vector.get(i);
            }
        }
        return new GaussianComponent(mean.clone(), variances, axes);
    }

    private static IllegalArgumentException shape(int dimension, String found) {
        return new IllegalArgumentException(
                String.format(
                        "covariances: expected a symmetric positive semidefinite %d x %d matrix for"
                                + " each mean, found %s; symmetrise it or correct its entries",
                        dimension, dimension, found));
    }

    double smallestVariance() {
        return Arrays.stream(variances).min().orElse(0);
    }

    /** The mean as [D], owned by the manager. */
    NDArray mean(NDManager manager) {
        return manager.create(mean);
    }

    /** The eigenvalues of the covariance as [1, D], owned by the manager. */
    NDArray variances(NDManager manager) {
        return manager.create(variances, new Shape(1, mean.length));
    }

    /** Rows in eigencoordinates, x Q. */
    NDArray rotate(NDArray x) {
        return axes == null ? x : x.matMul(axes(x.getManager(), axes));
    }

    /** Rows back from eigencoordinates, z Q^T. */
    NDArray rotateBack(NDArray z) {
        return axes == null ? z : z.matMul(axes(z.getManager(), axes).transpose());
    }

    private NDArray axes(NDManager manager, double[] values) {
        return manager.create(values, new Shape(mean.length, mean.length));
    }

    /** One draw, written into {@code out} from {@code offset} on. */
    void draw(RandomGenerator random, double[] out, int offset) {
        int dimension = mean.length;
        double[] z = new double[dimension];
        for (int k = 0; k < dimension; k++) {
            z[k] = Math.sqrt(variances[k]) * random.nextGaussian();
        }
        for (int i = 0; i < dimension; i++) {
            double moved = axes == null ? z[i] : 0;
            if (axes != null) {
                for (int k = 0; k < dimension; k++) {
                    moved += axes[i * dimension + k] * z[k];
                }
            }
            out[offset + i] = mean[i] + moved;
        }
    }
}
