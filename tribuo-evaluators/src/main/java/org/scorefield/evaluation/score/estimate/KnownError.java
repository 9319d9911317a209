// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.estimate;

import java.util.Optional;

/**
 * What can be said besides where the true score is known: |Pi e|^2 lies between the lower bound of
 * {@link GradientEstimate} and the upper bound here.
 *
 * @param squaredError |e|^2
 * @param upper least E|e - A eps*|^2 over antisymmetric matrices A, cross-fitted: A eps* is
 *     invisible, so this is at least |Pi e|^2
 * @param upperBound one-sided upper confidence bound for |Pi e|^2
 * @param ratio rho = |Pi e|^2 / |e|^2; absent where |e|^2 cannot be told from 0
 */
public record KnownError(
        Estimate squaredError, Estimate upper, double upperBound, Optional<Ratio> ratio) {

    /**
     * A bracket of rho = |Pi e|^2 / |e|^2, by the theorem of Fieller on sums over data.
     *
     * @param lower the value of the lower bound's estimate over |e|^2
     * @param upper the value of the upper bound's estimate over |e|^2
     * @param interval confidence interval of rho, within [0, 1]
     * @param confidence of the interval
     */
    public record Ratio(double lower, double upper, Interval interval, double confidence) {}
}
