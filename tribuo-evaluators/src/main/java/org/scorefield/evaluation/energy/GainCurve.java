// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

/**
 * The gain of a parameterisation over the prior's times.
 *
 * @param prediction the parameterisation's name
 * @param t times ascending, {@code [m]}, 1 = noise
 * @param nu gain of the field, {@code [m]}; see {@link Gains}
 * @param mu gain of the state, {@code [m]}
 * @param growthAtData p in |nu| ~ t^-p at the data's end of the prior; above 0 the gain diverges
 * @param growthAtNoise p in |nu| ~ (1 - t)^-p at the noise's end of the prior
 */
public record GainCurve(
        String prediction,
        double[] t,
        double[] nu,
        double[] mu,
        double growthAtData,
        double growthAtNoise) {

    /** Copies. */
    public GainCurve {
        t = t.clone();
        nu = nu.clone();
        mu = mu.clone();
    }

    @Override
    public double[] t() {
        return t.clone();
    }

    @Override
    public double[] nu() {
        return nu.clone();
    }

    @Override
    public double[] mu() {
        return mu.clone();
    }

    /** The largest |nu| over the prior's times. */
    public double largest() {
        double largest = 0;
        for (double gain : nu) {
            largest = Math.max(largest, Math.abs(gain));
        }
        return largest;
    }
}
