// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;

/**
 * How the unknown field e is observed: E[e . grad psi] = E[v . grad psi - kappa Lap psi] for every
 * psi.
 *
 * <p>With eps_theta the model's and eps the drawn noise, v = eps_theta - eps and kappa = 0 is the
 * denoising form, v = eps_theta and kappa = sigma the Stein form, and v = eps_theta - (1 - lambda)
 * eps, kappa = lambda sigma any mixture of the two; a known error e is v = e, kappa = 0. The
 * objective of a potential is the sum over rows of 2 (v . grad psi - kappa Lap psi) - |grad psi|^2.
 * Does not own its arrays.
 *
 * @param x points, [n, D] FLOAT64
 * @param v observations, [n, D] FLOAT64
 * @param kappa weight of the Laplacian
 */
public record Target(NDArray x, NDArray v, double kappa) {

    /**
     * Checks shapes and types.
     *
     * @param x points, [n, D] FLOAT64
     * @param v observations, [n, D] FLOAT64
     * @param kappa weight of the Laplacian
     */
    public Target {
        if (x.getShape().dimension() != 2 || !x.getShape().equals(v.getShape())) {
            throw new IllegalArgumentException(
                    "v: expected the shape of x, [n, D], found "
                            + v.getShape()
                            + " with x "
                            + x.getShape()
                            + "; flatten samples to rows");
        }
        if (x.getDataType() != DataType.FLOAT64 || v.getDataType() != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    "x, v: expected float64, found "
                            + x.getDataType()
                            + " and "
                            + v.getDataType()
                            + "; convert with toType");
        }
    }

    /** {@return number of rows} */
    public long rows() {
        return x.getShape().get(0);
    }

    /**
     * Rows from, from + 1, ..., to - 1.
     *
     * @param from the first row, from 0
     * @param to the row behind the last
     * @return those rows, which share the arrays' owner
     */
    public Target rows(long from, long to) {
        NDIndex index = new NDIndex().addSliceDim(from, to);
        return new Target(x.get(index), v.get(index), kappa);
    }

    /**
     * The target of what a potential leaves over: e - grad psi.
     *
     * @param gradient grad psi at x, [n, D]; not modified
     * @return the target of what is left
     */
    public Target minus(NDArray gradient) {
        return new Target(x, v.sub(gradient), kappa);
    }

    /**
     * The objective of a potential, row by row.
     *
     * @param potential psi
     * @return 2 (v . grad psi - kappa Lap psi) - |grad psi|^2, [n], owned by x's manager
     */
    public NDArray objective(Potential potential) {
        NDArray gradient = potential.gradient(x);
        NDArray value = v.mul(2).sub(gradient).mul(gradient).sum(new int[] {1});
        return kappa == 0 ? value : value.sub(potential.laplacian(x).mul(2 * kappa));
    }
}
