// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;

/**
 * A class of potentials psi_theta in D dimensions, theta in R^features.
 *
 * <p>Classes are immutable and made for one noise level: centres, scales and axes are chosen
 * before, from data that certify nothing.
 */
public interface TestFunctions {

    /** {@return a name for reports, for example {@code separable degree 4 (pixel)}} */
    String name();

    /** {@return numbers in one sample, D} */
    int dimension();

    /** {@return number of coefficients} */
    int features();

    /**
     * A potential of the class.
     *
     * @param theta coefficients, [features]; copied
     * @return the potential
     */
    Potential potential(double[] theta);

    /**
     * The coefficients that maximise the target's objective, with enough shrinkage not to follow
     * its noise. The amount of shrinkage is chosen within the target's rows.
     *
     * @param target what is observed; not modified
     * @return theta, [features]
     * @throws org.scorefield.evaluation.EvaluationException where the target has too few rows
     */
    double[] fit(Target target);

    /**
     * {@link #fit} for many targets at the same points.
     *
     * @param x points, [n, D]; not modified, must stay open
     * @return the fitter
     */
    default Fitter fitter(NDArray x) {
        return this::fit;
    }
}
