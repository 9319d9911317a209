// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

/**
 * Rows g_k [m][D] that begin as differences of some points from the nearest one: what a posterior
 * covariance is made of. Changed in place.
 */
sealed interface Differences permits HeapDifferences, ArrayDifferences {

    /** Rows and columns up to which a Gram matrix is decomposed at once. */
    int DENSE = 100;

    /** Rows up to which a Gram matrix is formed, and decomposed by its products. */
    int GRAM = 2048;

    /** Share of the largest eigenvalue from which on eigenpairs are taken. */
    double KEPT = 1e-3;

    /**
     * slope . g_k - half |g_k|^2, [m].
     *
     * @param slope [D]
     */
    double[] exponents(double[] slope, double half);

    /** sum_k weight_k g_k, [D]. */
    double[] sum(double[] weights);

    /** Takes one row [D] from all. */
    void shift(double[] by);

    /** |g_k|^2, [m]. */
    double[] squares();

    /** Takes from all rows their parts along orthonormal axes [k][D]. */
    void deflate(double[][] axes);

    /**
     * The largest eigenpairs of sum_k weight_k g_k g_k^T: as many as there are up to count, and
     * right down to {@link #KEPT} of the largest.
     */
    Top top(double[] weights, int count);

    /**
     * Eigenpairs.
     *
     * @param values falling, [k]
     * @param axes eigenvectors, [k][D]
     * @param residual bound on their error over the largest value
     */
    record Top(double[] values, double[][] axes, double residual) {}
}
