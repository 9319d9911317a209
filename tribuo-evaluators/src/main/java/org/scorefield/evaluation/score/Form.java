// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

/**
 * Two ways to know E[e . grad psi] without knowing the true score, e = eps_theta - eps* (spec
 * score-error section 2, in epsilon units).
 */
public enum Form {
    /** E[eps_theta . grad psi - sigma Lap psi]: integration by parts against p_t. */
    STEIN,
    /** E[(eps_theta - eps) . grad psi]: the drawn noise stands in for its mean given x. */
    DENOISING
}
