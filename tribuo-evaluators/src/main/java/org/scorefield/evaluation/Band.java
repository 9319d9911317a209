// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

import java.util.Arrays;

/**
 * A quantity over many states.
 *
 * @param low 10 % quantile
 * @param median 50 % quantile
 * @param high 90 % quantile
 * @param mean the mean
 * @param standardError standard error of the mean, NaN for one state
 * @param n number of states with a value
 */
public record Band(
        double low, double median, double high, double mean, double standardError, int n) {

    private static final double TAIL = 0.1;

    /** No states: NaN everywhere, n = 0. */
    public static final Band NONE =
            new Band(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);

    /**
     * The band of some values; NaN stands for none and is left out.
     *
     * @param values one a state; not modified
     * @return the band, quantiles interpolated between order statistics
     */
    public static Band of(double[] values) {
        double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return NONE;
        }
        double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
        double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
        double error =
                n > 1 && Double.isFinite(mean) ? Math.sqrt(squares / (n - 1) / n) : Double.NaN;
        return new Band(
                quantile(sorted, TAIL),
                quantile(sorted, 0.5),
                quantile(sorted, 1 - TAIL),
                mean,
                error,
                n);
    }

    private static double quantile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        // Infinities are no numbers to interpolate between: the nearer one is taken.
        return Double.isInfinite(sorted[below]) || Double.isInfinite(sorted[above])
                ? sorted[position - below < 0.5 ? below : above]
                : sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
