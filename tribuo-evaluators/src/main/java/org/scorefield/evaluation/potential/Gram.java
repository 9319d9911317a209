// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

/**
 * A symmetric positive semidefinite matrix of independent blocks, a sum over data. Immutable.
 *
 * <p>A dense matrix is one block. Blocks are consecutive runs of coefficients.
 */
public interface Gram {

    /** {@return number of coefficients} */
    int features();

    /** {@return number of blocks} */
    int blocks();

    /**
     * The block of a coefficient.
     *
     * @param feature number of the coefficient, from 0
     * @return number of its block, from 0
     */
    int block(int feature);

    /**
     * The sum of the matrices of two parts of the data; {@code other} is of the same structure.
     *
     * @param other the matrix of the other part
     * @return the sum
     */
    Gram plus(Gram other);

    /**
     * The solution of (A + ridge diag A) theta = b. Where A is singular and the ridge 0, it is the
     * one of least sum of A_ii theta_i^2; where a diagonal is 0, the coefficient is 0.
     *
     * @param b [features]; not modified
     * @param ridge relative to the diagonal, at least 0
     * @return [features]
     */
    double[] solve(double[] b, double ridge);

    /**
     * 2 theta . b - theta^T A theta, block by block.
     *
     * @param theta [features]; not modified
     * @param b [features]; not modified
     * @return [blocks]
     */
    double[] values(double[] theta, double[] b);
}
