// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

import org.scorefield.evaluation.energy.statistics.Place;

/**
 * p(t | u) of one state.
 *
 * @param place where the state was taken
 * @param time the time it was taken at, NaN where it is not known
 * @param t times ascending, {@code [m]}, 1 = noise
 * @param density p(t | u) there, {@code [m]}, with integral 1
 */
public record PosteriorCurve(Place place, double time, double[] t, double[] density) {

    /**
     * Copies.
     *
     * @param place where the state was taken
     * @param time the time it was taken at, NaN where it is not known
     * @param t times ascending, {@code [m]}, 1 = noise
     * @param density p(t | u) there, {@code [m]}, with integral 1
     */
    public PosteriorCurve {
        t = t.clone();
        density = density.clone();
    }

    /** {@return times ascending, {@code [m]}, 1 = noise} A copy. */
    @Override
    public double[] t() {
        return t.clone();
    }

    /** {@return the density p(t | u) at those times, {@code [m]}, with integral 1} A copy. */
    @Override
    public double[] density() {
        return density.clone();
    }
}
