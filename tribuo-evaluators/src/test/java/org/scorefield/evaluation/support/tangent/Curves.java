// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Points on curves whose tangents are known (cases D4 and D5). */
public final class Curves {

    private Curves() {}

    /** N equispaced points on the unit circle. */
    public static double[][] circle(int n) {
        return points(n, i -> onCircle(2 * Math.PI * i / n));
    }

    /** Two half circles, n equispaced midpoints on each. */
    public static double[][] moons(int n) {
        return points(
                2 * n,
                i -> {
                    double[] point = onCircle(Math.PI * (i % n + 0.5) / n);
                    return i < n ? point : new double[] {1 - point[0], 0.5 - point[1]};
                });
    }

    public static double[] onCircle(double angle) {
        return new double[] {Math.cos(angle), Math.sin(angle)};
    }

    /** The tangent of circles about the origin. */
    public static AnalyticFrames circleFrames() {
        return new AnalyticFrames("analytic", p -> new double[][] {{-p[1], p[0]}});
    }

    /** The tangent of the moons at their point nearest to p. */
    public static AnalyticFrames moonFrames() {
        return new AnalyticFrames("analytic", Curves::moonTangent);
    }

    private static double[][] moonTangent(double[] p) {
        double best = Double.POSITIVE_INFINITY;
        double[][] tangent = {};
        for (int moon = 0; moon < 2; moon++) {
            double a = moon == 0 ? p[0] : 1 - p[0];
            double b = moon == 0 ? p[1] : 0.5 - p[1];
            double angle = Math.atan2(b, a);
            double inside = b >= 0 ? angle : a > 0 ? 0 : Math.PI;
            double distance = Math.hypot(a - Math.cos(inside), b - Math.sin(inside));
            if (distance < best) {
                best = distance;
                tangent = new double[][] {{-Math.sin(inside), Math.cos(inside)}};
            }
        }
        return tangent;
    }

    private static double[][] points(int n, IntFunction<double[]> point) {
        return IntStream.range(0, n).mapToObj(point).toArray(double[][]::new);
    }
}
