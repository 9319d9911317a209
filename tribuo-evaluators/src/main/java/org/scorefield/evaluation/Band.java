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
 * @param medianLow lower end of the median's 95 % confidence interval, minus infinity for fewer
 *     than 6 states
 * @param medianHigh upper end, infinity for fewer than 6 states
 */
public record Band(
        double low,
        double median,
        double high,
        double mean,
        double standardError,
        int n,
        double medianLow,
        double medianHigh) {

    private static final double TAIL = 0.1;

    /** No states: NaN everywhere, n = 0. */
    public static final Band NONE =
            new Band(
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    0,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY);

    /**
     * Mean, error and quantiles without an interval of the median.
     *
     * @param low 10 % quantile
     * @param median 50 % quantile
     * @param high 90 % quantile
     * @param mean the mean
     * @param standardError standard error of the mean
     * @param n number of states
     */
    public Band(double low, double median, double high, double mean, double standardError, int n) {
        this(
                low,
                median,
                high,
                mean,
                standardError,
                n,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY);
    }

    /**
     * The band of some values; NaN stands for none and is left out.
     *
     * @param values one a state; not modified
     * @return the band, quantiles interpolated between order statistics; the interval of the median
     *     is from the l-th smallest to the l-th largest value, l the largest number with 2 P(B &lt;
     *     l) at most 0.05, B binomial of n and 1/2: no distribution is assumed. Source: Thompson
     *     1936, On confidence ranges for the median
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
        int rank = medianRank(n);
        return new Band(
                quantile(sorted, TAIL),
                quantile(sorted, 0.5),
                quantile(sorted, 1 - TAIL),
                mean,
                error,
                n,
                rank == 0 ? Double.NEGATIVE_INFINITY : sorted[rank - 1],
                rank == 0 ? Double.POSITIVE_INFINITY : sorted[n - rank]);
    }

    /**
     * The largest l with 2 P(B < l) at most 0.05, B binomial of n and 1/2; 0 where there is none.
     */
    private static int medianRank(int n) {
        double logChoose = 0;
        double tail = 0;
        for (int k = 0; k <= n / 2; k++) {
            tail += Math.exp(logChoose - n * Math.log(2));
            if (2 * tail > 0.05) {
                return k;
            }
            logChoose += Math.log((double) (n - k) / (k + 1));
        }
        return n / 2;
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
