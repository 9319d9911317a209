// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.posterior;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * The prior p(t) of the noise level on [tMin, tMax]: the distribution of t in training.
 *
 * @param tMin the least time, 0 = data
 * @param tMax the largest time, 1 = noise
 * @param density p(t), not negative, with integral 1 over [tMin, tMax]
 */
public record TimePrior(double tMin, double tMax, DoubleUnaryOperator density) {

    private static final int PANELS = 64;
    private static final int NODES = 16;

    /** How far the integral of a density may be from 1: three digits more than a slip leaves. */
    private static final double SLACK = 1e-6;

    /**
     * Refuses times outside the schedule, and a density whose integral is not 1.
     *
     * @param tMin the least time, 0 = data
     * @param tMax the largest time, 1 = noise
     * @param density p(t), not negative, with integral 1 over [tMin, tMax]
     */
    public TimePrior {
        requireTimes(tMin, tMax);
        double integral = integral(tMin, tMax, density);
        if (!(Math.abs(integral - 1) <= SLACK)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "prior: expected a density with integral 1 over [%s, %s], found %s; make"
                                    + " it with TimePrior.of, which divides by the integral",
                            tMin,
                            tMax,
                            integral));
        }
    }

    /**
     * The uniform prior.
     *
     * @param tMin the least time, 0 = data
     * @param tMax the largest time, 1 = noise
     * @return the prior
     * @throws IllegalArgumentException unless 0 &lt;= tMin &lt; tMax &lt;= 1
     */
    public static TimePrior uniform(double tMin, double tMax) {
        requireTimes(tMin, tMax);
        double value = 1 / (tMax - tMin);
        return new TimePrior(tMin, tMax, t -> value);
    }

    /**
     * The prior of a density up to a factor.
     *
     * <p>The factor comes from 64 panels of 16 Gauss-Legendre nodes, so a smooth density is exact
     * to rounding, and one with a singularity of t^(-1/2) at tMin = 0 to about three digits.
     *
     * @param tMin the least time, 0 = data
     * @param tMax the largest time, 1 = noise
     * @param weight proportional to p(t): finite, not negative, and not 0 everywhere
     * @return the prior
     * @throws IllegalArgumentException unless 0 &lt;= tMin &lt; tMax &lt;= 1 and the weight can be
     *     integrated
     */
    public static TimePrior of(double tMin, double tMax, DoubleUnaryOperator weight) {
        requireTimes(tMin, tMax);
        double total = integral(tMin, tMax, weight);
        if (!(total > 0 && Double.isFinite(total))) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "prior: expected a weight with a positive integral over [%s, %s], found"
                                    + " %s; correct the weight",
                            tMin,
                            tMax,
                            total));
        }
        return new TimePrior(tMin, tMax, t -> weight.applyAsDouble(t) / total);
    }

    private static double integral(double tMin, double tMax, DoubleUnaryOperator weight) {
        GaussLegendre rule = GaussLegendre.of(NODES);
        double[] x = rule.nodes();
        double[] w = rule.weights();
        double half = (tMax - tMin) / PANELS / 2;
        double sum = 0;
        for (int panel = 0; panel < PANELS; panel++) {
            double middle = tMin + (2 * panel + 1) * half;
            for (int i = 0; i < x.length; i++) {
                double value = weight.applyAsDouble(middle + half * x[i]);
                if (!(value >= 0)) {
                    return Double.NaN;
                }
                sum += half * w[i] * value;
            }
        }
        return sum;
    }

    private static void requireTimes(double tMin, double tMax) {
        if (!(tMin >= 0 && tMin < tMax && tMax <= 1)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "prior: expected times of the schedule, 0 <= tMin < tMax <= 1, found"
                                    + " [%s, %s]; 0 is data and 1 is noise",
                            tMin,
                            tMax));
        }
    }
}
