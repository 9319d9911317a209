// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

/**
 * What the ledger holds of a sample at a noise level. Numbers that need a frame are NaN where it is
 * undefined; numbers that need a foot on the ridge are NaN where the projection did not converge.
 */
public enum RidgeQuantity {
    /** log p, in nats. */
    LOG_DENSITY,
    /** |g|, in one over the units of x. */
    SCORE,
    /** l_d, the last tangent eigenvalue of H, in one over squared units. */
    TANGENT_CURVATURE,
    /** l_(d+1), the first normal eigenvalue of H. */
    NORMAL_CURVATURE,
    /** (C_d - C_(d+1)) / sigma^2. */
    GAP,
    /** 1 where l_(d+1) &lt; 0, else 0. */
    CURVED,
    /** |E E^T g|. */
    RESIDUAL,
    /** |(E^T H E)^(-1) E^T g|, in the units of x. */
    NEWTON_DISTANCE,
    /** |x - P(x)|, in the units of x. */
    DISTANCE,
    /**
     * Distance over sigma sqrt(D - d): about 1 for a sample of the noised density. The distance is
     * that of the projection, or Newton's where the projection did not converge.
     */
    RHO,
    /** |E E^T e|, e = learned score less true score. */
    NORMAL_ERROR,
    /** |V V^T e|. */
    TANGENT_ERROR,
    /** n . e with n = (x - P) / |x - P|: the error pushes away from the ridge where positive. */
    SIGNED_NORMAL_ERROR,
    /** Normal part of the way since the last entry, less the ridge's own motion. */
    NORMAL_MOVE,
    /** Tangent part of the way since the last entry. */
    TANGENT_MOVE,
    /** Normal part of the way of the foot P(x) since the last entry. */
    RIDGE_MOVE,
    /** Distance to the nearest training point times alpha, in the units of x. */
    NEAREST
}
