// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.List;

/**
 * A chart with error bars: lines, or bars of parts that add up.
 *
 * @param title what it shows
 * @param kind lines or stacked bars
 * @param x name of the horizontal axis, logarithmic
 * @param y name of the vertical axis
 * @param scale of the vertical axis; linear for stacked bars
 * @param series lines, or the parts of the bars from the bottom up: all at the same positions, none
 *     negative
 */
public record Chart(String title, Kind kind, String x, String y, Scale scale, List<Series> series) {

    /** Checks and copies. */
    public Chart {
        series = List.copyOf(series);
        if (kind == Kind.STACKED) {
            checkStack(scale, series);
        }
    }

    /** Lines. */
    public Chart(String title, String x, String y, Scale scale, List<Series> series) {
        this(title, Kind.LINES, x, y, scale, series);
    }

    /** Bars of parts that add up, on a linear scale. */
    public static Chart stacked(String title, String x, String y, List<Series> parts) {
        return new Chart(title, Kind.STACKED, x, y, Scale.LINEAR, parts);
    }

    private static void checkStack(Scale scale, List<Series> series) {
        if (scale != Scale.LINEAR) {
            throw new IllegalArgumentException(
                    "scale: expected LINEAR for stacked bars, found "
                            + scale
                            + "; heights add up on a linear scale only");
        }
        List<Double> positions = List.of();
        for (Series part : series) {
            List<Double> own = part.points().stream().map(Point::x).toList();
            if (!positions.isEmpty() && !own.equals(positions)) {
                throw new IllegalArgumentException(
                        "series: expected parts at "
                                + positions
                                + ", found "
                                + own
                                + "; give every part of a bar");
            }
            positions = own;
            for (Point point : part.points()) {
                if (!(point.y() >= 0)) {
                    throw new IllegalArgumentException(
                            "y: expected parts of at least 0, found "
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
        /** A line for each series. */
        LINES,
        /** A bar for each position, the series its parts; an error bar is that of its part. */
        STACKED
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
        /** Copies. */
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
    public record Point(double x, double y, double low, double high) {}
}
