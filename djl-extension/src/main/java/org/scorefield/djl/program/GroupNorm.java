// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/**
 * Options of group normalisation: how many groups, and what is added to the variance.
 *
 * @param groups number of groups, at least 1 and a divisor of the channels
 * @param eps added to the variance, at least 0
 */
public record GroupNorm(int groups, double eps) {

    /**
     * Refuses values outside their ranges.
     *
     * @param groups number of groups, at least 1 and a divisor of the channels
     * @param eps added to the variance, at least 0
     */
    public GroupNorm {
        if (groups < 1 || !(eps >= 0)) {
            throw Shapes.refuse(
                    "GroupNorm",
                    "groups of at least 1 and eps of at least 0",
                    groups + " and " + eps,
                    "correct the options");
        }
    }
}
