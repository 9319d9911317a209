// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/** Options of group normalisation: how many groups, and what is added to the variance. */
public record GroupNorm(int groups, double eps) {

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
