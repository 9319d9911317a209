// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A quantity over a plane: colours, contour lines, marks and a legend.
 *
 * @param title what it shows
 * @param caption how to read it, one or two sentences
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param quantity name and unit of the values
 * @param values at (x_i, y_j), {@code [y][x]}; one that is not finite is left blank
 * @param marks points of the plane with a name
 */
public record HeatMap(
        String title,
        String caption,
        Axis x,
        Axis y,
        String quantity,
        double[][] values,
        List<Mark> marks) {

    /** Parts of the values that the colours leave to their ends: wells are deep and narrow. */
    private static final double LOW = 0.01;

    private static final double HIGH = 0.98;

    /**
     * Checks and copies.
     *
     * @param title what it shows
     * @param caption how to read it, one or two sentences
     * @param x the horizontal axis
     * @param y the vertical axis
     * @param quantity name and unit of the values
     * @param values at (x_i, y_j), {@code [y][x]}; one that is not finite is left blank
     * @param marks points of the plane with a name
     */
    public HeatMap {
        int width = x.at().length;
        int height = y.at().length;
        if (values.length != height
                || !Arrays.stream(values).allMatch(row -> row.length == width)) {
            throw new IllegalArgumentException(
                    "values: expected "
                            + height
                            + " rows of "
                            + width
                            + ", found "
                            + Arrays.stream(values).map(row -> row.length).toList()
                            + "; give a value for each point of the axes");
        }
        values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        marks = List.copyOf(marks);
    }

    /**
     * {@return the values at (x_i, y_j), {@code [y][x]}; one that is not finite is left blank} A
     * copy.
     */
    @Override
    public double[][] values() {
        return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * {@return the values that the colours run from and to: 1 % and 98 % quantile of the finite
     * ones}
     */
    public Range colours() {
        double[] sorted =
                Arrays.stream(values)
                        .flatMapToDouble(Arrays::stream)
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        if (sorted.length == 0) {
            return new Range(0, 1);
        }
        double low = sorted[(int) Math.round(LOW * (sorted.length - 1))];
        double high = sorted[(int) Math.round(HIGH * (sorted.length - 1))];
        return new Range(low, high > low ? high : low + 1);
    }

    /** {@return the picture as SVG, with axes, legend and a description for who does not see it} */
    public String svg() {
        return new HeatMapSvg(this).toString();
    }

    /** {@return the picture in words: its range, its lowest point and its marks} */
    public String description() {
        String over = quantity + " over " + x.title() + " and " + y.title();
        String text =
                lowest().map(
                                at ->
                                        over
                                                + ": lowest, "
                                                + Numbers.of(values[at[0]][at[1]])
                                                + ", at ("
                                                + Numbers.of(x.at()[at[1]])
                                                + ", "
                                                + Numbers.of(y.at()[at[0]])
                                                + "), colours up to "
                                                + Numbers.of(colours().high())
                                                + ".")
                        .orElse(over + ": no values.");
        if (marks.isEmpty()) {
            return text;
        }
        return text
                + marks.stream()
                        .map(
                                mark ->
                                        mark.label()
                                                + " at ("
                                                + Numbers.of(mark.x())
                                                + ", "
                                                + Numbers.of(mark.y())
                                                + ")")
                        .collect(Collectors.joining("; ", " Marked: ", "."));
    }

    /** Row and column of the lowest of the finite values. */
    private Optional<int[]> lowest() {
        Optional<int[]> lowest = Optional.empty();
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < values.length; j++) {
            for (int i = 0; i < values[j].length; i++) {
                if (Double.isFinite(values[j][i]) && values[j][i] < least) {
                    least = values[j][i];
                    lowest = Optional.of(new int[] {j, i});
                }
            }
        }
        return lowest;
    }

    /**
     * An axis.
     *
     * @param title its name, with the unit
     * @param at positions, evenly spaced and ascending, at least two
     */
    public record Axis(String title, double[] at) {
        /**
         * Checks and copies.
         *
         * @param title its name, with the unit
         * @param at positions, evenly spaced and ascending, at least two
         */
        public Axis {
            if (at.length < 2 || !(at[at.length - 1] > at[0])) {
                throw new IllegalArgumentException(
                        "axis: expected at least 2 ascending positions, found "
                                + Arrays.toString(at)
                                + "; widen the plane");
            }
            at = at.clone();
        }

        /** {@return the positions, evenly spaced and ascending, at least two} A copy. */
        @Override
        public double[] at() {
            return at.clone();
        }
    }

    /**
     * A point of the plane.
     *
     * @param label what it is
     * @param x first coordinate
     * @param y second coordinate
     */
    public record Mark(String label, double x, double y) {}

    /**
     * Values from and to.
     *
     * @param low the lower end
     * @param high the upper end, larger
     */
    public record Range(double low, double high) {
        /** Where a value lies: 0 at the lower end or below, 1 at the upper end or above. */
        double part(double value) {
            return Math.max(0, Math.min(1, (value - low) / (high - low)));
        }
    }
}
