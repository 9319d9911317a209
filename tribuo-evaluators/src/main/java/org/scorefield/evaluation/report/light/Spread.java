// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.light;

import org.scorefield.evaluation.ridge.trajectory.Proportion;

/**
 * A value with the ends of its confidence interval.
 *
 * @param value the estimate
 * @param low lower end, may be minus infinity
 * @param high upper end, may be infinity
 */
public record Spread(double value, double low, double high) {

    /**
     * A share of independent trials with its 95 % interval by Wilson; see {@link Proportion}.
     *
     * @param count 0 to {@code of}
     * @param of at least 1
     * @return the share
     */
    public static Spread share(int count, int of) {
        Proportion part = new Proportion(count, of);
        return new Spread(part.share(), part.low(), part.high());
    }

    /**
     * The difference of two independent estimates, from their own intervals.
     *
     * <p>d = a - b, low = d - sqrt((a - a_low)^2 + (b_high - b)^2), high = d + sqrt((a_high - a)^2
     * + (b - b_low)^2). For Wilson's intervals of two shares this is Newcombe's; estimates that go
     * up and down together make it too wide, never too narrow. Source: Newcombe 1998, Interval
     * estimation for the difference between independent proportions (method 10); Zou and Donner
     * 2008, Construction of confidence limits about effect measures.
     *
     * @param other b
     * @return a - b
     */
    public Spread minus(Spread other) {
        double difference = value - other.value;
        return new Spread(
                difference,
                difference - Math.hypot(value - low, other.high - other.value),
                difference + Math.hypot(high - value, other.value - other.low));
    }

    /**
     * Value and ends times a number.
     *
     * @param factor above 0
     * @return the product
     */
    public Spread times(double factor) {
        return new Spread(value * factor, low * factor, high * factor);
    }

    /**
     * The measure of this value against two thresholds, at 95 % confidence.
     *
     * @param quantity what was measured, with its unit
     * @param amber where green ends
     * @param red where red begins
     * @return the measure
     */
    public Measure measure(String quantity, double amber, double red) {
        return new Measure(quantity, value, low, high, 0.95, amber, red);
    }
}
