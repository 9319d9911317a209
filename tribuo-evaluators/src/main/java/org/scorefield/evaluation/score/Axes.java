// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Orthonormal axes of R^D: the columns of a [D, m] matrix Q, or all coordinates. */
final class Axes {
    private final int dimension;
    private final DMatrixRMaj q;

    private Axes(int dimension, DMatrixRMaj q) {
        this.dimension = dimension;
        this.q = q;
    }

    /** The coordinates themselves, m = D. */
    static Axes all(int dimension) {
        return new Axes(dimension, CommonOps_DDRM.identity(dimension));
    }

    /**
     * Given axes.
     *
     * @param q [D, m], columns orthonormal, m &lt; D; copied
     */
    static Axes of(DMatrixRMaj q) {
        if (q.getNumCols() >= q.getNumRows()) {
            throw new IllegalArgumentException(
                    "axes: expected fewer than "
                            + q.getNumRows()
                            + ", found "
                            + q.getNumCols()
                            + "; take all coordinates instead");
        }
        return new Axes(q.getNumRows(), q.copy());
    }

    int count() {
        return q.getNumCols();
    }

    int dimension() {
        return dimension;
    }

    private boolean all() {
        return count() == dimension;
    }

    /** y Q: rows [rows, D] to [rows, m]. */
    DMatrixRMaj project(double[] y, int rows) {
        DMatrixRMaj points = DMatrixRMaj.wrap(rows, dimension, y);
        if (all()) {
            return points;
        }
        DMatrixRMaj z = new DMatrixRMaj(rows, count());
        CommonOps_DDRM.mult(points, q, z);
        return z;
    }

    /** z Q^T: rows [rows, m] to [rows, D], flat. */
    double[] embed(DMatrixRMaj z) {
        if (all()) {
            return z.data.clone();
        }
        DMatrixRMaj points = new DMatrixRMaj(z.getNumRows(), dimension);
        CommonOps_DDRM.multTransB(z, q, points);
        return points.data;
    }

    /** Q S, [D, m]. */
    DMatrixRMaj timesSymmetric(DMatrixRMaj s) {
        DMatrixRMaj qs = new DMatrixRMaj(dimension, count());
        CommonOps_DDRM.mult(q, s, qs);
        return qs;
    }

    /** Q^T P for P [D, m], flat. */
    DMatrixRMaj projectColumns(double[] p) {
        DMatrixRMaj product = new DMatrixRMaj(count(), count());
        CommonOps_DDRM.multTransA(q, DMatrixRMaj.wrap(dimension, count(), p), product);
        return product;
    }
}
