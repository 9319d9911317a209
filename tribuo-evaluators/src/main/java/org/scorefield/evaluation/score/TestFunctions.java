// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

/**
 * A linear class of potentials psi = sum_i theta_i phi_i, seen through sums over data.
 *
 * <p>With A = E[grad phi_i . grad phi_j] and b_i = E[e . grad phi_i], the gradient component of the
 * error e satisfies |Pi e|^2 &gt;= 2 theta.b - theta^T A theta for every theta. A class keeps the
 * sums from which A and b follow in one flat vector of its own layout, its <em>moments</em>:
 * moments of two sets of data add up to those of their union. A class with structure
 * (block-diagonal, separable, low rank) stores and solves with that structure.
 *
 * <p>Implementations are immutable.
 */
public interface TestFunctions {

    /** A name for reports, for example {@code linear + quadratic}. */
    String name();

    /** Numbers in one sample, D. */
    int dimension();

    /** Number of coefficients that can vary independently. */
    int features();

    /** Coefficients of the largest block that is solved at once: a fold needs as many data. */
    int largestBlock();

    /** Length of the vector of moments. */
    int moments();

    /**
     * Adds the sums over rows of a batch.
     *
     * @param batch noised data; not modified
     * @param from first row
     * @param to end of the rows
     * @param moments sums so far; modified
     */
    void add(NoisedBatch batch, int from, int to, double[] moments);

    /**
     * The best potential on data: the solution of (A + ridge diag A) theta = b.
     *
     * @param moments sums over the data; not modified
     * @param form which of the two right-hand sides
     * @param ridge relative ridge, at least 0
     * @return theta, in the layout of this class
     */
    double[] fit(double[] moments, Form form, double ridge);

    /**
     * Sum over data of 2 e . grad psi - |grad psi|^2 at a given potential.
     *
     * @param moments sums over the data; not modified
     * @param theta what {@link #fit} returned, perhaps for other data; not modified
     * @param form how e . grad psi is known
     */
    double value(double[] moments, double[] theta, Form form);

    /**
     * grad psi at points.
     *
     * @param theta what {@link #fit} returned; not modified
     * @param x [rows, D] row after row; not modified
     * @return [rows, D]
     */
    double[] gradient(double[] theta, double[] x);

    /**
     * Lap psi at points.
     *
     * @param theta what {@link #fit} returned; not modified
     * @param x [rows, D] row after row; not modified
     * @return [rows]
     */
    double[] laplacian(double[] theta, double[] x);
}
