// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import java.util.List;

/**
 * How much is measured.
 *
 * @param each points on a moon of the reference density, at least 10; noise should be well above
 *     their distance pi / each
 * @param samples trajectories for each model and end, at least 2
 * @param steps of the flow, at least 2
 * @param levels sigma / alpha at the ends, falling
 * @param size of the perturbations of the exact model whose samples are drawn, positive
 * @param seed of every random number
 */
record MoonsOptions(int each, int samples, int steps, List<Double> levels, double size, long seed) {

    MoonsOptions {
        levels = List.copyOf(levels);
        require("points", each >= 10, "at least 10", each);
        require("samples", samples >= 2, "at least 2", samples);
        require("steps", steps >= 2, "at least 2", steps);
        require("size", size > 0, "a positive number", size);
        require("levels", !levels.isEmpty(), "at least one", levels);
        double before = Double.POSITIVE_INFINITY;
        for (double level : levels) {
            require("levels", level > 0 && level < before, "positive numbers that fall", levels);
            before = level;
        }
    }

    private static void require(String name, boolean fits, String expected, Object found) {
        if (!fits) {
            throw new IllegalArgumentException(
                    name + ": expected " + expected + ", found " + found + "; correct the option");
        }
    }
}
