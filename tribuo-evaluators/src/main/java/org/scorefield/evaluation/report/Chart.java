// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import java.util.List;

/**
 * A line chart with error bars.
 *
 * @param title what it shows
 * @param x name of the horizontal axis, logarithmic
 * @param y name of the vertical axis
 * @param scale of the vertical axis
 * @param series lines
 */
public record Chart(String title, String x, String y, Scale scale, List<Series> series) {

    /** Copies. */
    public Chart {
        series = List.copyOf(series);
    }

    /** Scale of an axis. */
    public enum Scale {
        /** Even steps are even differences. */
        LINEAR,
        /** Even steps are even ratios; what is not positive is drawn on the bottom. */
        LOGARITHMIC
    }

    /**
     * One line.
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
