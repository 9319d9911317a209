// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.Arrays;

/** The data of the experiment: points of the plane, equally likely. */
enum Modes {
    /** (3, 0) and (-3, 0): the ridge is the axis through both, at every noise level. */
    TWO("two modes", new double[][] {{3, 0}, {-3, 0}}),
    /** (0, 0), (5, 0) and (0, 5). */
    THREE("three modes", new double[][] {{0, 0}, {5, 0}, {0, 5}});

    private final String label;
    private final double[][] points;

    Modes(String label, double[][] points) {
        this.label = label;
        this.points = points;
    }

    /** What a report calls them. */
    String label() {
        return label;
    }

    /** The points, [n][2]. */
    double[][] points() {
        return Arrays.stream(points).map(double[]::clone).toArray(double[][]::new);
    }
}
