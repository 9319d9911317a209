// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;

/**
 * A class that is linear in its coefficients: psi = sum_i theta_i phi_i.
 *
 * <p>With A the sum over rows of grad phi_i . grad phi_j and b that of v . grad phi_i - kappa Lap
 * phi_i, the objective is 2 theta . b - theta^T A theta. Both are sums: those of parts add up to
 * those of the whole.
 */
public interface LinearTestFunctions extends TestFunctions {

    /**
     * A, the sum over rows of grad phi_i . grad phi_j, in the structure of the class.
     *
     * @param x points, [n, D]; not modified
     * @return the sum
     */
    Gram gram(NDArray x);

    /**
     * b, the sum over rows of v . grad phi_i - kappa Lap phi_i.
     *
     * @param target what is observed; not modified
     * @return [features]
     */
    double[] moments(Target target);

    /** Ridge regression, the ridge of each block chosen by four-fold cross-validation. */
    @Override
    default double[] fit(Target target) {
        return fitter(target.x()).fit(target);
    }

    /** Keeps the Gram matrices; each fit takes its moments and solves. */
    @Override
    default Fitter fitter(NDArray x) {
        return CrossValidatedRidge.fitter(this, x);
    }
}
