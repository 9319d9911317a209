// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Where values stand on one side of a panel. */
public interface Axis {

    /**
     * The position of a value.
     *
     * @param value any number; what lies outside stands at the end
     * @return 0 at the beginning of the axis to 1 at its end
     */
    double at(double value);

    /** {@return values to mark} */
    double[] ticks();

    /**
     * What is written at a mark.
     *
     * @param tick one of {@link #ticks}
     * @return the text, such as {@code 0.1} or {@code 50 %}
     */
    String label(double tick);

    /**
     * A logarithmic axis over whole decades, at most the five highest.
     *
     * @param values that are to be on it; what is not positive stands at its beginning
     * @return the axis
     */
    static Axis logarithmic(DoubleStream values) {
        double[] all = values.toArray();
        double[] positive = Arrays.stream(all).filter(v -> v > 0).toArray();
        double most = Arrays.stream(positive).max().orElse(1);
        double least = Arrays.stream(positive).min().orElse(0.1);
        int high = (int) Math.ceil(Math.log10(most) - 1e-9);
        int low = (int) Math.floor(Math.log10(least) + 1e-9);
        boolean zero = positive.length < all.length;
        low = Math.max(Math.min(zero ? low - 1 : low, high - 1), high - Logarithmic.MOST_DECADES);
        return new Logarithmic(low, high, zero || least < Math.pow(10, low));
    }

    /**
     * A logarithmic axis.
     *
     * @param low decade at its beginning
     * @param high decade at its end
     * @return the axis, marked at every decade
     */
    static Axis decades(int low, int high) {
        return new Logarithmic(low, high, false);
    }

    /** {@return a linear axis from 0 to 1, marked in quarters} */
    static Axis share() {
        return new Share();
    }

    /**
     * An axis of named places.
     *
     * @param names of the values 0, 1, 2 ...
     * @return the axis, each name in the middle of its part
     */
    static Axis named(List<String> names) {
        return new Named(names);
    }

    /**
     * A logarithmic axis over whole decades.
     *
     * @param low decade at its beginning
     * @param high decade at its end
     * @param below whether something lies below; it stands at the beginning
     */
    record Logarithmic(int low, int high, boolean below) implements Axis {

        private static final int MOST_DECADES = 5;

        @Override
        public double at(double value) {
            double decade = value > 0 ? Math.log10(value) : low;
            return Math.min(1, Math.max(0, (decade - low) / (high - low)));
        }

        @Override
        public double[] ticks() {
            double[] ticks = new double[high - low + 1];
            Arrays.setAll(ticks, i -> Math.pow(10, low + i));
            return ticks;
        }

        @Override
        public String label(double tick) {
            boolean first = Math.abs(Math.log10(tick) - low) < 0.5;
            String number =
                    tick >= 0.01 && tick < 1e4
                            ? trimmed(tick)
                            : "1e" + Math.round(Math.log10(tick));
            return first && below ? "\u2264" + number : number;
        }

        private static String trimmed(double tick) {
            return tick >= 1
                    ? String.format(Locale.ROOT, "%.0f", tick)
                    : String.format(Locale.ROOT, "%s", (float) tick);
        }
    }

    /** From 0 to 1. */
    record Share() implements Axis {

        @Override
        public double at(double value) {
            return Math.min(1, Math.max(0, value));
        }

        @Override
        public double[] ticks() {
            return new double[] {0, 0.25, 0.5, 0.75, 1};
        }

        @Override
        public String label(double tick) {
            return Math.round(100 * tick) + " %";
        }
    }

    /**
     * Places with names, each in the middle of its part.
     *
     * @param names of the values 0, 1, 2 ...
     */
    record Named(List<String> names) implements Axis {

        /**
         * Copies.
         *
         * @param names of the values 0, 1, 2 ...
         */
        public Named {
            names = List.copyOf(names);
        }

        @Override
        public double at(double value) {
            return Math.min(1, Math.max(0, (value + 0.5) / names.size()));
        }

        @Override
        public double[] ticks() {
            double[] ticks = new double[names.size()];
            Arrays.setAll(ticks, i -> i);
            return ticks;
        }

        @Override
        public String label(double tick) {
            return names.get((int) Math.round(tick));
        }
    }
}
