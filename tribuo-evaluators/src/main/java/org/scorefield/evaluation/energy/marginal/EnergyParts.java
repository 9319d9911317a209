// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import ai.djl.ndarray.NDArray;

/**
 * The optimal autonomous target as natural + transport + drift, an exact identity.
 *
 * <p>With lambda(t) = (sigma / alpha) (d alpha - c sigma), E_t = -log p_t, and averages over p(t |
 * u):
 *
 * <pre>
 *   natural   = lambdaBar grad E          lambdaBar = E[lambda]
 *   transport = E[(lambda - lambdaBar) (grad E_t - grad E)]
 *   drift     = cBar u                    cBar = E[c / alpha]
 * </pre>
 *
 * <p>Where the prior reaches alpha = 0 (rectified flow up to t = 1), lambdaBar and cBar diverge
 * although the sum does not: decompose on [tMin, tMax] with tMax below 1, and print it.
 *
 * @param natural natural gradient, [n, D]
 * @param transport transport correction, [n, D]
 * @param drift linear drift, [n, D]
 * @param lambdaBar inverse of the conformal metric, [n]
 * @param cBar factor of the drift, [n]
 */
public record EnergyParts(
        NDArray natural, NDArray transport, NDArray drift, double[] lambdaBar, double[] cBar) {

    /**
     * Keeps the arrays; copies the factors.
     *
     * @param natural natural gradient, [n, D]
     * @param transport transport correction, [n, D]
     * @param drift linear drift, [n, D]
     * @param lambdaBar inverse of the conformal metric, [n]
     * @param cBar factor of the drift, [n]
     */
    public EnergyParts {
        lambdaBar = lambdaBar.clone();
        cBar = cBar.clone();
    }

    /** {@return lambdaBar, the inverse of the conformal metric, [n]} A copy. */
    @Override
    public double[] lambdaBar() {
        return lambdaBar.clone();
    }

    /** {@return cBar, the factor of the drift, [n]} A copy. */
    @Override
    public double[] cBar() {
        return cBar.clone();
    }
}
