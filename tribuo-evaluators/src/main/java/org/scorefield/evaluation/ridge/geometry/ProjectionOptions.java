// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import java.util.Locale;

/**
 * How to project onto a ridge.
 *
 * @param method which steps
 * @param tolerance a state has arrived where sigma |E E^T g| is at most this: what is left of the
 *     distance, in units of sigma and to first order; positive. Rounding of the score, 8 ulp |x| /
 *     sigma, is allowed for besides
 * @param limit steps after which to stop, at least 1
 */
public record ProjectionOptions(Method method, double tolerance, int limit) {

    /** Which steps a projection takes. */
    public enum Method {
        /** Subspace-constrained mean shift: safe, linear. */
        MEAN_SHIFT,
        /** Newton in the normal space: few steps near the ridge, several products each. */
        NEWTON
    }

    /** Mean shift to 1e-10 sigma in at most 200 steps. */
    public static final ProjectionOptions MEAN_SHIFT =
            new ProjectionOptions(Method.MEAN_SHIFT, 1e-10, 200);

    /** Newton to 1e-10 sigma in at most 50 steps. */
    public static final ProjectionOptions NEWTON = new ProjectionOptions(Method.NEWTON, 1e-10, 50);

    /**
     * Checks the values.
     *
     * @param method which steps
     * @param tolerance a state has arrived where sigma |E E^T g| is at most this: what is left of
     *     the distance, in units of sigma and to first order; positive. Rounding of the score, 8
     *     ulp |x| / sigma, is allowed for besides
     * @param limit steps after which to stop, at least 1
     */
    public ProjectionOptions {
        if (!(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY) || limit < 1) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "projection: expected a positive tolerance and a limit of 1 or more,"
                                    + " found %s and %d; 1e-10 and 200 are usual",
                            tolerance,
                            limit));
        }
    }

    /**
     * These options with another tolerance.
     *
     * @param other positive, in units of sigma; see the component
     * @return these options with another tolerance
     */
    public ProjectionOptions withTolerance(double other) {
        return new ProjectionOptions(method, other, limit);
    }

    /**
     * These options with another limit.
     *
     * @param steps steps after which to stop, at least 1
     * @return these options with another limit
     */
    public ProjectionOptions withLimit(int steps) {
        return new ProjectionOptions(method, tolerance, steps);
    }
}
