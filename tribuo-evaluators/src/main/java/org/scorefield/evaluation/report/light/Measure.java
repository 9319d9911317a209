// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.light;

import org.scorefield.evaluation.report.content.Numbers;

/**
 * A number that is the worse the larger it is, with a confidence interval and two thresholds.
 *
 * <p>Red where low &gt;= red; green where high &lt; amber; grey where low &lt; amber and high &gt;=
 * red, so that neither is excluded; amber else. A significant effect is not red by itself:
 * thresholds are sizes of effects.
 *
 * @param quantity what was measured, with its unit
 * @param value the estimate
 * @param low lower end of the interval, may be minus infinity
 * @param high upper end, at least {@code low}, may be infinity
 * @param confidence of the interval, between 0 and 1
 * @param amber where green ends
 * @param red where red begins, at least {@code amber}
 */
public record Measure(
        String quantity,
        double value,
        double low,
        double high,
        double confidence,
        double amber,
        double red) {

    /**
     * Checks the order of what is compared.
     *
     * @param quantity what was measured, with its unit
     * @param value the estimate
     * @param low lower end of the interval
     * @param high upper end, at least {@code low}
     * @param confidence of the interval
     * @param amber where green ends
     * @param red where red begins, at least {@code amber}
     * @throws IllegalArgumentException where an order is wrong
     */
    public Measure {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "interval: expected low <= high, found "
                            + low
                            + " and "
                            + high
                            + "; give both ends, infinite where there is none");
        }
        if (!(amber <= red)) {
            throw new IllegalArgumentException(
                    "thresholds: expected amber <= red, found "
                            + amber
                            + " and "
                            + red
                            + "; exchange them");
        }
    }

    /**
     * What the interval says against the thresholds.
     *
     * @return the colour
     */
    public Colour colour() {
        if (low >= red) {
            return Colour.RED;
        }
        if (high < amber) {
            return Colour.GREEN;
        }
        return low < amber && high >= red ? Colour.GREY : Colour.AMBER;
    }

    /**
     * The thresholds in words.
     *
     * @return for example green below 0.01, red from 0.1
     */
    public String thresholds() {
        return amber == red
                ? "red from " + Numbers.plain(red)
                : "green below " + Numbers.plain(amber) + ", red from " + Numbers.plain(red);
    }

    /**
     * Value and interval.
     *
     * @return for example 0.523 [0.41, 0.65]
     */
    public String measured() {
        return Numbers.of(value) + " [" + end(low) + ", " + end(high) + "]";
    }

    private static String end(double bound) {
        return Double.isInfinite(bound) ? "unknown" : Numbers.brief(bound);
    }
}
