// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * Monotone piecewise cubic interpolation of a decreasing sequence at 0, 1, 2, ...
 *
 * <p>Source: Fritsch and Carlson 1980, with the harmonic-mean slopes of Fritsch and Butland 1984.
 */
final class MonotoneCubic {

    private static final int MOST_ITERATIONS = 80;

    private MonotoneCubic() {}

    /**
     * The slopes at the knots. A last value of minus infinity is allowed: the knot before it gets
     * the slope -2, with which exp(y / 2) falls to 0 in a straight line, or as much of it as keeps
     * the interval before monotone.
     */
    static double[] slopes(double[] y) {
        int last = y.length - 1;
        boolean falls = y[last] == Double.NEGATIVE_INFINITY;
        double[] slopes = new double[y.length];
        int finite = falls ? last - 1 : last;
        for (int k = 1; k < finite; k++) {
            double left = y[k] - y[k - 1];
            double right = y[k + 1] - y[k];
            slopes[k] = 2 * left * right / (left + right);
        }
        if (finite >= 1) {
            double first = y[1] - y[0];
            double end = y[finite] - y[finite - 1];
            slopes[0] = finite > 1 ? end(first, y[2] - y[1]) : first;
            slopes[finite] = finite > 1 ? end(end, y[finite - 1] - y[finite - 2]) : end;
        }
        if (falls) {
            slopes[finite] = finite >= 1 ? Math.max(-2, 3 * (y[finite] - y[finite - 1])) : -2;
            slopes[last] = Double.NEGATIVE_INFINITY;
        }
        return slopes;
    }

    /** Three-point slope at an end, kept between a quarter and three times the secant. */
    private static double end(double nearest, double next) {
        return Math.min(nearest / 4, Math.max((3 * nearest - next) / 2, 3 * nearest));
    }

    static double value(double[] y, double[] slopes, int cell, double u) {
        double v = 1 - u;
        return y[cell] * (1 + 2 * u) * v * v
                + y[cell + 1] * (3 - 2 * u) * u * u
                + slopes[cell] * u * v * v
                - slopes[cell + 1] * u * u * v;
    }

    static double slope(double[] y, double[] slopes, int cell, double u) {
        double v = 1 - u;
        return 6 * u * v * (y[cell + 1] - y[cell])
                + slopes[cell] * v * (1 - 3 * u)
                + slopes[cell + 1] * u * (3 * u - 2);
    }

    /** The u in [0, 1] at which the cell has the wanted value: Newton's method inside a bracket. */
    static double inverse(double[] y, double[] slopes, int cell, double wanted) {
        double low = 0;
        double high = 1;
        double u = (y[cell] - wanted) / (y[cell] - y[cell + 1]);
        for (int i = 0; i < MOST_ITERATIONS && high - low > Math.ulp(1.0); i++) {
            double excess = value(y, slopes, cell, u) - wanted;
            if (excess == 0) {
                return u;
            }
            low = excess > 0 ? u : low;
            high = excess < 0 ? u : high;
            double newton = u - excess / slope(y, slopes, cell, u);
            double next = newton > low && newton < high ? newton : (low + high) / 2;
            if (Math.abs(next - u) <= Math.ulp(1.0) / 4) {
                return next;
            }
            u = next;
        }
        return u;
    }
}
