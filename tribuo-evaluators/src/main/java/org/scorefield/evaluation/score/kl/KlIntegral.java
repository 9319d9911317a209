// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.kl;

import java.util.List;

/**
 * Half the integral of a squared error over lambda = log(sigma^2 / alpha^2), in nats. See {@link
 * KlPath} for what it bounds and what it does not.
 *
 * @param nats the integral
 * @param standardError statistical error: the weighted sum of those of the levels. At every level
 *     the same data are noised, so levels are not independent, and this is the largest that the
 *     error of the integral can be
 * @param quadratureError error of the rule: the larger change when every other level is left out;
 *     NaN for a single level, which cannot tell
 * @param contributions of the levels; they add up to {@code nats}
 */
public record KlIntegral(
        double nats, double standardError, double quadratureError, List<Double> contributions) {

    /**
     * Copies.
     *
     * @param nats the integral
     * @param standardError statistical error: the weighted sum of those of the levels. At every
     *     level the same data are noised, so levels are not independent, and this is the largest
     *     that the error of the integral can be
     * @param quadratureError error of the rule: the larger change when every other level is left
     *     out; NaN for a single level, which cannot tell
     * @param contributions of the levels; they add up to {@code nats}
     */
    public KlIntegral {
        contributions = List.copyOf(contributions);
    }
}
