// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.ArrayList;
import java.util.List;

/**
 * A chart: lines with error bars, lines within bands, bars of parts that add up, or histograms.
 *
 * @param title what it shows
 * @param kind how it is drawn
 * @param x the horizontal axis
 * @param y the vertical axis, linear for bars
 * @param series lines; or the parts of the bars from the bottom up, or the bars of one position
 *     from left to right: all at the same positions, none negative
 * @param marks positions on the horizontal axis that a vertical line marks
 * @param spans parts of the horizontal axis that are shaded
 */
public record Chart(
        String title,
        Kind kind,
        Axis x,
        Axis y,
        List<Series> series,
        List<Mark> marks,
        List<Span> spans) {

    /**
     * Checks and copies.
     *
     * @param title what it shows
     * @param kind how it is drawn
     * @param x the horizontal axis
     * @param y the vertical axis, linear for bars
     * @param series lines; or the parts of the bars from the bottom up, or the bars of one position
     *     from left to right: all at the same positions, none negative
     * @param marks positions on the horizontal axis that a vertical line marks
     * @param spans parts of the horizontal axis that are shaded
     */
    public Chart {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
        spans = List.copyOf(spans);
        series.forEach(Chart::checkFinite);
        if (kind.isBars()) {
            checkBars(y.scale(), series);
        }
    }

    /**
     * Lines with error bars.
     *
     * @param title what is shown
     * @param x the axis at the bottom
     * @param y the axis at the left
     * @param series the lines, each with its points
     * @return the chart
     */
    public static Chart lines(String title, Axis x, Axis y, List<Series> series) {
        return new Chart(title, Kind.LINES, x, y, series, List.of(), List.of());
    }

    /**
     * Lines within bands.
     *
     * @param title what is shown
     * @param x the axis at the bottom
     * @param y the axis at the left
     * @param series the lines, each point with its lower and upper end
     * @return the chart
     */
    public static Chart bands(String title, Axis x, Axis y, List<Series> series) {
        return new Chart(title, Kind.BANDS, x, y, series, List.of(), List.of());
    }

    /**
     * Bars of parts that add up, on a linear scale.
     *
     * @param title what is shown
     * @param x the axis at the bottom
     * @param y the name of the axis at the left
     * @param parts the parts, from the bottom upwards, with the same x each
     * @return the chart
     */
    public static Chart stacked(String title, Axis x, String y, List<Series> parts) {
        return new Chart(title, Kind.STACKED, x, Axis.linear(y), parts, List.of(), List.of());
    }

    /**
     * How often values fall into bins, side by side for each series.
     *
     * @param title what is shown
     * @param x the axis at the bottom
     * @param y the name of the axis at the left
     * @param series counts over the bins' middles, the same bins each
     * @return the chart
     */
    public static Chart histogram(String title, Axis x, String y, List<Series> series) {
        return new Chart(title, Kind.HISTOGRAM, x, Axis.linear(y), series, List.of(), List.of());
    }

    /**
     * This chart with a vertical line.
     *
     * @param label what is written at the line
     * @param at its place on the horizontal axis
     * @return this chart with the line
     */
    public Chart withMark(String label, double at) {
        List<Mark> all = new ArrayList<>(marks);
        all.add(new Mark(label, at));
        return new Chart(title, kind, x, y, series, all, spans);
    }

    /**
     * This chart with shaded parts.
     *
     * @param parts parts of the horizontal axis that are shaded
     * @return this chart with those parts shaded
     */
    public Chart withSpans(List<Span> parts) {
        return new Chart(title, kind, x, y, series, marks, parts);
    }

    private static void checkFinite(Series series) {
        for (Point point : series.points()) {
            if (!Double.isFinite(point.x() + point.y() + point.low() + point.high())) {
                throw new IllegalArgumentException(
                        "series: expected finite numbers, found "
                                + point
                                + " in "
                                + series.name()
                                + "; leave the point out");
            }
        }
    }

    private static void checkBars(Scale scale, List<Series> series) {
        if (scale != Scale.LINEAR) {
            throw new IllegalArgumentException(
                    "scale: expected LINEAR for bars, found "
                            + scale
                            + "; heights are compared on a linear scale only");
        }
        List<Double> positions = List.of();
        for (Series part : series) {
            List<Double> own = part.points().stream().map(Point::x).toList();
            if (!positions.isEmpty() && !own.equals(positions)) {
                throw new IllegalArgumentException(
                        "series: expected bars at "
                                + positions
                                + ", found "
                                + own
                                + "; give every series at each");
            }
            positions = own;
            for (Point point : part.points()) {
                if (!(point.y() >= 0)) {
                    throw new IllegalArgumentException(
                            "y: expected bars of at least 0, found "
                                    + point.y()
                                    + " in "
                                    + part.name()
                                    + "; draw lines instead");
                }
            }
        }
    }

    /** How it is drawn. */
    public enum Kind {
        /** A line for each series, an error bar at each point. */
        LINES,
        /** A line for each series, shaded from the low to the high of its points. */
        BANDS,
        /** A bar for each position, the series its parts; an error bar is that of its part. */
        STACKED,
        /** Bars at the middles of evenly spaced bins, those of the series side by side. */
        HISTOGRAM;

        /** {@return whether it is drawn as bars} */
        public boolean isBars() {
            return this == STACKED || this == HISTOGRAM;
        }
    }

    /**
     * A vertical line.
     *
     * @param label beside it, a few words
     * @param at position on the horizontal axis, finite
     */
    public record Mark(String label, double at) {
        /**
         * Checks the position.
         *
         * @param label beside it, a few words
         * @param at position on the horizontal axis, finite
         */
        public Mark {
            if (!Double.isFinite(at)) {
                throw new IllegalArgumentException(
                        "mark: expected a finite position, found " + at + "; leave it out");
            }
        }
    }

    /**
     * A shaded part of the horizontal axis.
     *
     * @param label at its top, a word or two
     * @param from its left end
     * @param to its right end, larger
     */
    public record Span(String label, double from, double to) {
        /**
         * Checks the ends.
         *
         * @param label at its top, a word or two
         * @param from its left end
         * @param to its right end, larger
         */
        public Span {
            if (!(Double.isFinite(from) && Double.isFinite(to) && from < to)) {
                throw new IllegalArgumentException(
                        "span: expected two rising positions, found "
                                + from
                                + " and "
                                + to
                                + "; leave it out");
            }
        }
    }

    /**
     * An axis.
     *
     * @param title its name, with the unit
     * @param scale its scale
     */
    public record Axis(String title, Scale scale) {
        /**
         * A linear axis.
         *
         * @param title the quantity and its unit
         * @return the axis
         */
        public static Axis linear(String title) {
            return new Axis(title, Scale.LINEAR);
        }

        /**
         * A logarithmic axis.
         *
         * @param title the quantity and its unit
         * @return the axis
         */
        public static Axis logarithmic(String title) {
            return new Axis(title, Scale.LOGARITHMIC);
        }
    }

    /** Scale of an axis. */
    public enum Scale {
        /** Even steps are even differences. */
        LINEAR,
        /** Even steps are even ratios; what is not positive is drawn on the bottom. */
        LOGARITHMIC
    }

    /**
     * One line, or one part of every bar.
     *
     * @param name for the legend
     * @param points from left to right
     */
    public record Series(String name, List<Point> points) {
        /**
         * Copies.
         *
         * @param name for the legend
         * @param points from left to right
         */
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * A value with its error bar.
     *
     * @param x position
     * @param y value
     * @param low lower end of the bar, equal to y for none
     * @param high upper end of the bar, equal to y for none
     */
    public record Point(double x, double y, double low, double high) {
        /**
         * A value without an error bar.
         *
         * @param x its place on the horizontal axis
         * @param y its value, finite
         * @return the point
         */
        public static Point of(double x, double y) {
            return new Point(x, y, y, y);
        }
    }
}
