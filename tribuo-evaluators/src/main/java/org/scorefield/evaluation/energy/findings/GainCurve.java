// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

import org.scorefield.evaluation.energy.marginal.Gains;

/**
 * The gain of a parameterisation over the prior's times.
 *
 * @param prediction the parameterisation's name
 * @param t times ascending, {@code [m]}, 1 = noise
 * @param nu gain of the field, {@code [m]}; see {@link Gains}
 * @param mu gain of the state, {@code [m]}
 * @param growthAtData p in |nu| ~ t^-p, the local power of the gain at the data's end of the prior;
 *     NaN where the prior stops far from t = 0. The gain grows without bound only if the schedule
 *     itself reaches sigma = 0 and p stays above 0 as the prior is widened
 * @param growthAtNoise p in |nu| ~ (1 - t)^-p, the local power at the noise's end; NaN where the
 *     prior stops far from t = 1. Without bound only if the schedule itself reaches alpha = 0 and p
 *     stays above 0 as the prior is widened
 */
public record GainCurve(
        String prediction,
        double[] t,
        double[] nu,
        double[] mu,
        double growthAtData,
        double growthAtNoise) {

    /**
     * Copies.
     *
     * @param prediction the parameterisation's name
     * @param t times ascending, {@code [m]}, 1 = noise
     * @param nu gain of the field, {@code [m]}; see {@link Gains}
     * @param mu gain of the state, {@code [m]}
     * @param growthAtData p in |nu| ~ t^-p, the local power of the gain at the data's end of the
     *     prior; NaN where the prior stops far from t = 0. The gain grows without bound only if the
     *     schedule itself reaches sigma = 0 and p stays above 0 as the prior is widened
     * @param growthAtNoise p in |nu| ~ (1 - t)^-p, the local power at the noise's end; NaN where
     *     the prior stops far from t = 1. Without bound only if the schedule itself reaches alpha =
     *     0 and p stays above 0 as the prior is widened
     */
    public GainCurve {
        t = t.clone();
        nu = nu.clone();
        mu = mu.clone();
    }

    /** {@return times ascending, {@code [m]}, 1 = noise} A copy. */
    @Override
    public double[] t() {
        return t.clone();
    }

    /** {@return gain of the field, {@code [m]}; see {@link Gains}} A copy. */
    @Override
    public double[] nu() {
        return nu.clone();
    }

    /** {@return gain of the state, {@code [m]}} A copy. */
    @Override
    public double[] mu() {
        return mu.clone();
    }

    /** {@return the largest |nu| over the prior's times} */
    public double largest() {
        double largest = 0;
        for (double gain : nu) {
            largest = Math.max(largest, Math.abs(gain));
        }
        return largest;
    }
}
