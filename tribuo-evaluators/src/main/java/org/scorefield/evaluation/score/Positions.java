// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

/**
 * A run of data in the order of the audit.
 *
 * @param from position of the first datum, at least 0
 * @param to end of the positions
 */
public record Positions(int from, int to) {

    /**
     * Checks the order.
     *
     * @param from position of the first datum, at least 0
     * @param to end of the positions
     */
    public Positions {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "positions: expected 0 <= from <= to, found "
                            + from
                            + " and "
                            + to
                            + "; give the first datum and the end");
        }
    }
}
