// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import org.scorefield.evaluation.EvaluationException;

/**
 * Deals data to groups by position: runs of {@code run} data go to groups 0, 1, ... in turn.
 *
 * @param groups number of groups, even, at least 8
 * @param run length of a run, at least 1
 */
record Grouping(int groups, int run) {
    /** Fewest data that can be dealt. */
    static final int LEAST_DATA = 16;

    private static final int MOST_GROUPS = 64;
    private static final int LEAST_GROUPS = 8;
    private static final int LONGEST_RUN = 16;

    Grouping {
        if (groups < LEAST_GROUPS || groups % 2 != 0 || run < 1) {
            throw new IllegalArgumentException(
                    "groups: expected an even number from 8 on, found " + groups + "; raise it");
        }
    }

    /** A grouping for about so many data. */
    static Grouping forData(long data) {
        if (data < LEAST_DATA) {
            throw new EvaluationException(
                    "reference data: expected at least "
                            + LEAST_DATA
                            + " samples, found "
                            + data
                            + "; cross-fitting with error bars needs more data");
        }
        int groups = (int) Math.max(LEAST_GROUPS, Math.min(MOST_GROUPS, data / 8 * 2));
        int run = (int) Math.max(1, Math.min(LONGEST_RUN, data / groups));
        return new Grouping(groups, run);
    }

    /** The group of a datum; even groups are the first fold, odd groups the second. */
    int of(long position) {
        return (int) (position / run % groups);
    }
}
