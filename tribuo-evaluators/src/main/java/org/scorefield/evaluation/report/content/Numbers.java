// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.math.BigDecimal;
import java.util.Locale;
import org.scorefield.evaluation.Band;

/** Numbers for people: three significant digits, no locale. */
public final class Numbers {
    /** In place of a number that there is not. */
    public static final String NONE = "\u2013";

    private Numbers() {}

    /**
     * A number with three significant digits.
     *
     * @param value any number
     * @return its text, such as {@code 0.0123}
     */
    public static String of(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        if (size == 0) {
            return "0";
        }
        if (size >= 1e5 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * A number with two significant digits.
     *
     * @param value any number
     * @return its text, such as {@code 0.012}
     */
    public static String brief(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value) || size == 0) {
            return of(value);
        }
        if (size >= 1e5 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int decimals = (int) Math.max(0, 1 - Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * A number as it was given, without zeros at its end.
     *
     * @param value the number
     * @return for example 0.1 or 3
     */
    public static String plain(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    /**
     * A value and its standard error, to the error's second digit.
     *
     * @param value any number
     * @param error its standard error, at least 0
     * @return both, with a plus-minus sign between them
     */
    public static String of(double value, double error) {
        if (!Double.isFinite(error) || error <= 0) {
            return of(value) + " \u00b1 " + of(error);
        }
        int decade = (int) Math.floor(Math.log10(error));
        if (decade < -4 || decade > 4) {
            int power = (int) Math.floor(Math.log10(Math.max(Math.abs(value), error)));
            double unit = Math.pow(10, power);
            return "(" + fixed(value / unit, error / unit) + ")e" + power;
        }
        return fixed(value, error);
    }

    private static String fixed(double value, double error) {
        int decimals = (int) Math.max(0, 1 - Math.floor(Math.log10(error)));
        String format = "%." + decimals + "f";
        return String.format(Locale.ROOT, format, value)
                + " \u00b1 "
                + String.format(Locale.ROOT, format, error);
    }

    /**
     * A part of one, in percent.
     *
     * @param part the part, usually in [0, 1]
     * @return a hundred times the part and a percent sign, such as {@code 12.3 %}
     */
    public static String percent(double part) {
        return of(100 * part).replaceFirst("\\.0+$", "") + " %";
    }

    /**
     * A number with three significant digits; {@link #NONE} for NaN.
     *
     * @param value any number
     * @return its text
     */
    public static String orNone(double value) {
        return Double.isNaN(value) ? NONE : of(value);
    }

    /**
     * Median and 10 to 90 % of a quantity; {@link #NONE} without states.
     *
     * @param band the quantity
     * @return its text
     */
    public static String range(Band band) {
        return band.n() == 0
                ? NONE
                : orNone(band.median())
                        + " ("
                        + brief(band.low())
                        + " to "
                        + brief(band.high())
                        + ")";
    }
}
