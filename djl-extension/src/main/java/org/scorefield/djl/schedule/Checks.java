// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/** The argument checks of this package. */
final class Checks {

    private Checks() {}

    static double time(double t) {
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException(
                    String.format(
                            "t: expected a number in [0, 1] (0 = data, 1 = noise), found %s;"
                                    + " divide a step index k by T - 1",
                            t));
        }
        return t;
    }

    static double positive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s: expected a positive number, found %s; correct the schedule",
                            name, value));
        }
        return value;
    }

    /** Clamps a noise level into its range, where it is outside by rounding only. */
    static double level(double value, double lowest, double highest) {
        double slack = 1e-9;
        if (!(value >= lowest * (1 - slack) && value <= highest * (1 + slack))) {
            throw new IllegalArgumentException(
                    String.format(
                            "sigma/alpha: expected a level of the schedule in [%s, %s], found %s;"
                                    + " choose a level inside",
                            lowest, highest, value));
        }
        return Math.min(Math.max(value, lowest), highest);
    }

    static void increasing(double sigmaMin, double sigmaMax) {
        positive("sigma_min", sigmaMin);
        positive("sigma_max", sigmaMax);
        if (sigmaMin >= sigmaMax) {
            throw new IllegalArgumentException(
                    String.format(
                            "sigma_max: expected more than sigma_min = %s, found %s; correct the"
                                    + " schedule",
                            sigmaMin, sigmaMax));
        }
        if (!Double.isFinite(sigmaMax / sigmaMin)) {
            throw new IllegalArgumentException(
                    String.format(
                            "sigma_min: expected a level whose ratio to sigma_max = %s is a double,"
                                    + " found %s; correct the schedule",
                            sigmaMax, sigmaMin));
        }
    }

    static double unit(double t) {
        return Math.min(Math.max(t, 0), 1);
    }
}
