// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation with a bootstrap interval.
 *
 * <p>rho is Pearson's correlation of the ranks, equal values sharing the mean of their ranks. The
 * interval is the percentile bootstrap over models: models are drawn with replacement, and draws
 * whose correlation is not defined are left out. With fewer than about ten models the interval says
 * little: too few different draws exist.
 *
 * @param rho in [-1, 1]; NaN where all values of one side are equal
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
record RankCorrelation(double rho, double low, double high) {

    private static final int DRAWS = 4000;
    private static final double CONFIDENCE = 0.95;

    /**
     * The correlation of two lists of numbers.
     *
     * @param x one number a model; not modified
     * @param y one number a model; not modified
     * @param seed of the draws
     */
    static RankCorrelation spearman(double[] x, double[] y, long seed) {
        check(x, y);
        return bootstrap(x.length, seed, rows -> rho(pick(x, rows), pick(y, rows)));
    }

    /**
     * The difference of two correlations with the same y, rho(x1, y) - rho(x2, y), from the same
     * draws.
     *
     * @param x1 one number a model; not modified
     * @param x2 one number a model; not modified
     * @param y one number a model; not modified
     * @param seed of the draws
     */
    static RankCorrelation difference(double[] x1, double[] x2, double[] y, long seed) {
        check(x1, y);
        check(x2, y);
        return bootstrap(
                y.length,
                seed,
                rows -> rho(pick(x1, rows), pick(y, rows)) - rho(pick(x2, rows), pick(y, rows)));
    }

    private static RankCorrelation bootstrap(
            int models, long seed, ToDoubleFunction<int[]> statistic) {
        double value = statistic.applyAsDouble(IntStream.range(0, models).toArray());
        RandomGenerator random = new SplittableRandom(seed);
        double[] draws =
                IntStream.range(0, DRAWS)
                        .mapToDouble(
                                draw ->
                                        statistic.applyAsDouble(
                                                random.ints(models, 0, models).toArray()))
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        double tail = (1 - CONFIDENCE) / 2;
        return draws.length == 0
                ? new RankCorrelation(value, Double.NaN, Double.NaN)
                : new RankCorrelation(value, quantile(draws, tail), quantile(draws, 1 - tail));
    }

    private static double quantile(double[] sorted, double fraction) {
        return sorted[(int) Math.round(fraction * (sorted.length - 1))];
    }

    private static double rho(double[] x, double[] y) {
        double[] a = ranks(x);
        double[] b = ranks(y);
        double mean = (x.length + 1) / 2.0;
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - mean) * (b[i] - mean);
            first += (a[i] - mean) * (a[i] - mean);
            second += (b[i] - mean) * (b[i] - mean);
        }
        return product / Math.sqrt(first * second);
    }

    /** Ranks from 1, equal values sharing their mean. */
    static double[] ranks(double[] values) {
        Integer[] order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .toArray(Integer[]::new);
        double[] ranks = new double[values.length];
        int begin = 0;
        while (begin < order.length) {
            int end = begin;
            while (end < order.length && values[order[end]] == values[order[begin]]) {
                end++;
            }
            for (int i = begin; i < end; i++) {
                ranks[order[i]] = (begin + end + 1) / 2.0;
            }
            begin = end;
        }
        return ranks;
    }

    private static double[] pick(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static void check(double[] x, double[] y) {
        boolean finite =
                Arrays.stream(x).allMatch(Double::isFinite)
                        && Arrays.stream(y).allMatch(Double::isFinite);
        if (x.length != y.length || x.length < 3 || !finite) {
            throw new IllegalArgumentException(
                    "x, y: expected finite numbers for the same 3 or more models, found "
                            + Arrays.toString(x)
                            + " and "
                            + Arrays.toString(y)
                            + "; measure more models");
        }
    }
}
