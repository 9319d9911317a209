// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.statistics;

import java.util.Locale;

/** What is measured of a sample. An index says of which vector, level or step. */
public enum SupportQuantity {
    /** Finite-time Lyapunov exponent lambda_i, per unit of the process's time; index i, falling. */
    EXPONENT,
    /** Residual |J^T u_i - s_i v_i| / s_i of the left vector; index i. */
    RESIDUAL,
    /** |u_i . s / |s||, between left vector and score at the end; index i. */
    SCORE_ALIGNMENT,
    /** Principal angle between the leading d left vectors and a frame, radians; index, rising. */
    LYAPUNOV_ANGLE,
    /** Principal angle between the score Jacobian's top d eigenvectors and a frame, radians. */
    JACOBIAN_ANGLE,
    /** d_n / a of a step: compression of normal against tangent directions; index of the step. */
    COMPRESSION,
    /** c of a step: what leaks from tangent into normal directions; index of the step. */
    LEAK,
    /** Bound on the slope of the leading frame over the tangent one after a step. */
    SLOPE_BOUND,
    /** The actual slope after a step: the tangent of the largest angle. */
    SLOPE,
    /** |xi_N|, length of the normal part of the shift at an end; index of the end level. */
    NORMAL_SHIFT,
    /** |xi_T|, length of the tangent part of the shift at an end; index of the end level. */
    TANGENT_SHIFT,
    /** Change of log density by a perturbation, -(div xi + xi . s), at the last end. */
    DENSITY_RESPONSE,
    /** |chi| of the checkpoint's own error as an error of some kind; index of the end level. */
    OWN_ERROR,
    /** Root mean square over the steps of |chi| of the checkpoint's own error, of some kind. */
    OWN_ERROR_SIZE,
    /** FLIPD's local intrinsic dimension; index of the noise level. */
    FLIPD,
    /** Standard error of {@link #FLIPD} from its probes, 0 where exact; index of the level. */
    FLIPD_ERROR,
    /** Dimension by the gap in the singular values of stacked scores; NaN without a clear gap. */
    NORMAL_BUNDLE,
    /** The largest gap of log singular values of stacked scores, clear or not. */
    NORMAL_BUNDLE_GAP;

    /** {@return the name in lower case, with spaces} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
