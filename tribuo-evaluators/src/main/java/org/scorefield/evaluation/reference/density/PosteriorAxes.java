// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * The principal axes of the posterior of alpha x0 given each of n states: the largest eigenvalues
 * C_1 &gt;= C_2 &gt;= .. of C = Cov[alpha x0 | x] and their eigenvectors.
 *
 * <p>The Hessian of log p has the same eigenvectors, with eigenvalues (C_j / sigma^2 - 1) /
 * sigma^2. Eigenvalues are logarithms because at small noise they go far below what a double holds,
 * while the axes stay well defined. A part of C that is the same along all axes, as isotropic
 * jitter makes it, is kept apart from them, for beside it they would be lost to rounding, too.
 *
 * @param axes orthonormal eigenvectors, [n, count, D] FLOAT64; zeros where C has no more rank but
 *     for its isotropic part
 * @param isotropic C_j / sigma^2 that all axes share, at least 0
 * @param logRatios log(C_j / sigma^2 - isotropic), falling, [n][count]; minus infinity where C has
 *     no more rank but for its isotropic part
 * @param residuals bound on the error of an eigenvalue relative to the largest, [n]; 0 where the
 *     decomposition is direct
 */
public record PosteriorAxes(
        NDArray axes, double isotropic, double[][] logRatios, double[] residuals) {

    /** Eigenvalues below this share of the largest are rounding. */
    private static final double ROUNDING = 1e-14;

    /**
     * Copies the arrays.
     *
     * @param axes orthonormal eigenvectors, [n, count, D] FLOAT64; zeros where C has no more rank
     *     but for its isotropic part
     * @param isotropic C_j / sigma^2 that all axes share, at least 0
     * @param logRatios log(C_j / sigma^2 - isotropic), falling, [n][count]; minus infinity where C
     *     has no more rank but for its isotropic part
     * @param residuals bound on the error of an eigenvalue relative to the largest, [n]; 0 where
     *     the decomposition is direct
     */
    public PosteriorAxes {
        logRatios = Arrays.stream(logRatios).map(double[]::clone).toArray(double[][]::new);
        residuals = residuals.clone();
    }

    /**
     * {@return log(C_j / sigma^2 - isotropic), falling, [n][count]; minus infinity where C has no
     * more rank but for its isotropic part} A copy.
     */
    @Override
    public double[][] logRatios() {
        return Arrays.stream(logRatios).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * {@return a bound on the error of an eigenvalue relative to the largest, [n]; 0 where the
     * decomposition is direct} A copy.
     */
    @Override
    public double[] residuals() {
        return residuals.clone();
    }

    /** {@return c_j / sigma^2, falling, [n][count]} */
    public double[][] ratios() {
        return Arrays.stream(logRatios)
                .map(row -> Arrays.stream(row).map(log -> isotropic + Math.exp(log)).toArray())
                .toArray(double[][]::new);
    }

    /** These axes of C / sigma^2 times a factor, with more of an isotropic part. */
    PosteriorAxes scaled(double factor, double more) {
        double shift = Math.log(factor);
        double[][] logs =
                Arrays.stream(logRatios)
                        .map(row -> Arrays.stream(row).map(log -> log + shift).toArray())
                        .toArray(double[][]::new);
        return new PosteriorAxes(axes, factor * isotropic + more, logs, residuals);
    }

    /** No axes at all: x says nothing that could vary, alpha = 0. */
    static PosteriorAxes none(NDArray x, int count) {
        int n = Math.toIntExact(x.getShape().get(0));
        double[][] logs = new double[n][count];
        Arrays.stream(logs).forEach(row -> Arrays.fill(row, Double.NEGATIVE_INFINITY));
        Shape shape = new Shape(n, count, x.getShape().get(1));
        NDArray axes = x.getManager().zeros(shape, DataType.FLOAT64, x.getDevice());
        return new PosteriorAxes(axes, 0, logs, new double[n]);
    }

    /** Axes of a covariance that was decomposed in units of sigma^2. */
    static PosteriorAxes of(TopAxes top) {
        double[][] logs =
                Arrays.stream(top.values())
                        .map(row -> Arrays.stream(row).map(c -> log(c, row[0])).toArray())
                        .toArray(double[][]::new);
        return new PosteriorAxes(top.axes(), 0, logs, top.residuals());
    }

    private static double log(double ratio, double largest) {
        return ratio > ROUNDING * largest ? Math.log(ratio) : Double.NEGATIVE_INFINITY;
    }
}
