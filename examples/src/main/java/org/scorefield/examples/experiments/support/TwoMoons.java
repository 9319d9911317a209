// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import java.util.Arrays;

/**
 * Two half circles without thickness, (cos th, sin th) and (1 - cos th, 1/2 - sin th) with th in
 * [0, pi], about their mean (1/2, 1/4).
 */
final class TwoMoons {
    private static final double[][] CENTRES = {{-0.5, -0.25}, {0.5, 0.25}};

    /** The first opens down, the second up. */
    private static final double[] SIDES = {1, -1};

    private TwoMoons() {}

    /**
     * Points in equal distances.
     *
     * @param each number on a moon
     * @return [2 each][2]
     */
    static double[][] points(int each) {
        double[][] points = new double[2 * each][];
        for (int moon = 0; moon < 2; moon++) {
            for (int i = 0; i < each; i++) {
                points[moon * each + i] = at(moon, Math.PI * (i + 0.5) / each);
            }
        }
        return points;
    }

    private static double[] at(int moon, double angle) {
        return new double[] {
            CENTRES[moon][0] + Math.cos(angle), CENTRES[moon][1] + SIDES[moon] * Math.sin(angle)
        };
    }

    /**
     * The nearest point of the moons.
     *
     * @param x [2]; not modified
     */
    static double[] nearest(double[] x) {
        double[] one = nearest(0, x);
        double[] two = nearest(1, x);
        return distance(one, x) <= distance(two, x) ? one : two;
    }

    private static double[] nearest(int moon, double[] x) {
        double across = x[0] - CENTRES[moon][0];
        double up = SIDES[moon] * (x[1] - CENTRES[moon][1]);
        double angle = Math.atan2(up, across);
        // Below the half circle the nearer end is nearest.
        double within = up >= 0 ? angle : across >= 0 ? 0 : Math.PI;
        return at(moon, within);
    }

    /** The distance from the nearest point of the moons. */
    static double distance(double[] x) {
        return distance(nearest(x), x);
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    /**
     * The tangent at the nearest point.
     *
     * @param x [2]; not modified
     * @return one axis of length 1, [1][2]
     */
    static double[][] tangent(double[] x) {
        double[] point = nearest(x);
        boolean first = Arrays.equals(point, nearest(0, x));
        double[] centre = CENTRES[first ? 0 : 1];
        return new double[][] {{-(point[1] - centre[1]), point[0] - centre[0]}};
    }
}
