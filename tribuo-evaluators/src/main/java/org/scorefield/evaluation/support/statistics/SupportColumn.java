// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.statistics;

import java.util.Comparator;

/**
 * One number of each sample.
 *
 * @param quantity what it is
 * @param of the frame or perturbation that it belongs to; empty where there is one only
 * @param index of vector, step or level, from 0
 */
public record SupportColumn(SupportQuantity quantity, String of, int index)
        implements Comparable<SupportColumn> {
    private static final Comparator<SupportColumn> ORDER =
            Comparator.comparing(SupportColumn::quantity)
                    .thenComparing(SupportColumn::of)
                    .thenComparingInt(SupportColumn::index);

    @Override
    public int compareTo(SupportColumn other) {
        return ORDER.compare(this, other);
    }
}
