// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;

/** The condition's numbers by step and sample, NaN where there is none. Mutable. */
final class ConditionTable {
    private final double[][] compression;
    private final double[][] leak;
    private final double[][] bound;
    private final double[][] slope;

    ConditionTable(int steps, int samples) {
        compression = empty(steps, samples);
        leak = empty(steps, samples);
        bound = empty(steps, samples);
        slope = empty(steps, samples);
    }

    private static double[][] empty(int steps, int samples) {
        double[][] rows = new double[steps][samples];
        Arrays.stream(rows).forEach(row -> Arrays.fill(row, Double.NaN));
        return rows;
    }

    /**
     * Enters a step of a sample.
     *
     * @param step its number
     * @param row of the sample
     * @param blocks of its Jacobian
     * @param before actual slope before it
     * @param after actual slope after it
     */
    void put(int step, int row, SlopeBound blocks, double before, double after) {
        double known = step == 0 ? Double.NaN : bound[step - 1][row];
        compression[step][row] = blocks.compression();
        leak[step][row] = blocks.leak();
        bound[step][row] = blocks.next(Double.isFinite(known) ? known : before);
        slope[step][row] = after;
    }

    void addTo(SupportSufficientStatistics statistics, IntPredicate measured) {
        for (int step = 0; step < slope.length; step++) {
            if (measured.test(step)) {
                statistics.add(SupportQuantity.COMPRESSION, "", step, compression[step]);
                statistics.add(SupportQuantity.LEAK, "", step, leak[step]);
                statistics.add(SupportQuantity.SLOPE_BOUND, "", step, bound[step]);
                statistics.add(SupportQuantity.SLOPE, "", step, slope[step]);
            }
        }
    }
}
