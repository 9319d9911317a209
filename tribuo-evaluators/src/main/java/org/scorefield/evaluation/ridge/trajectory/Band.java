// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Quantiles of one quantity over samples at one noise level.
 *
 * @param quantiles at 5, 25, 50, 75 and 95 %, interpolated linearly between order statistics; NaN
 *     where no sample has a number
 * @param used samples that have a number
 * @param missing samples that have none, for want of a frame or a foot
 */
public record Band(double[] quantiles, int used, int missing) {

    /** Probabilities of the quantiles. */
    private static final double[] AT = {.05, .25, .5, .75, .95};

    /**
     * Copies.
     *
     * @param quantiles at 5, 25, 50, 75 and 95 %, interpolated linearly between order statistics;
     *     NaN where no sample has a number
     * @param used samples that have a number
     * @param missing samples that have none, for want of a frame or a foot
     */
    public Band {
        quantiles = quantiles.clone();
    }

    /**
     * The quantiles of some values; those that are not finite are missing.
     *
     * @param values one a sample; not modified
     * @return the quantiles, and how many values there were and were not
     */
    public static Band of(double[] values) {
        double[] sorted = DoubleStream.of(values).filter(Double::isFinite).sorted().toArray();
        double[] quantiles = new double[AT.length];
        Arrays.setAll(quantiles, i -> ofSorted(sorted, AT[i]));
        return new Band(quantiles, sorted.length, values.length - sorted.length);
    }

    /**
     * The quantile of some values, NaN where none is finite.
     *
     * @param values any numbers, of which those that are not finite are missing; not modified
     * @param p the probability, in [0, 1]
     * @return the quantile, interpolated linearly between order statistics
     */
    public static double quantile(double[] values, double p) {
        return ofSorted(DoubleStream.of(values).filter(Double::isFinite).sorted().toArray(), p);
    }

    private static double ofSorted(double[] sorted, double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = p * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /**
     * {@return the values at 5, 25, 50, 75 and 95 %, interpolated linearly between order
     * statistics; NaN where no sample has a number} A copy.
     */
    @Override
    public double[] quantiles() {
        return quantiles.clone();
    }

    /** {@return the median} */
    public double median() {
        return quantiles[2];
    }
}
