// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import org.scorefield.djl.posterior.GaussLegendre;

/**
 * Expectations of rectified Gaussian variables, relu(X) = max(X, 0).
 *
 * <p>With X = mean + deviation z, z ~ N(0, 1), and a = mean / deviation:
 *
 * <pre>
 *   E relu(X)   = deviation (a Phi(a) + phi(a))
 *   E relu(X)^2 = deviation^2 ((a^2 + 1) Phi(a) + a phi(a))
 * </pre>
 *
 * <p>Errors are absolute, about 1e-15 times the deviation (its square). Source: spec
 * ridge-manifold, case C8.
 *
 * @param a mean over deviation
 * @param cumulative Phi(a)
 * @param mean E relu(a + z)
 */
record GaussianRelu(double a, double cumulative, double mean) {

    private static final double ROOT = Math.sqrt(2 * Math.PI);

    /** Beyond this the tail is below half a unit in the last place of 1. */
    private static final double FAR = 8.3;

    /** The rectified variable of unit deviation and mean a. */
    static GaussianRelu at(double a) {
        double cumulative = cumulative(a);
        return new GaussianRelu(a, cumulative, a * cumulative + density(a));
    }

    /** E relu(X). */
    static double mean(double mean, double deviation) {
        return deviation * at(mean / deviation).mean;
    }

    /** E relu(X)^2. */
    static double square(double mean, double deviation) {
        double a = mean / deviation;
        return deviation * deviation * ((a * a + 1) * cumulative(a) + a * density(a));
    }

    private static double density(double a) {
        return Math.exp(-a * a / 2) / ROOT;
    }

    /**
     * Phi(a) = 1/2 + phi(a) (a + a^3/3 + a^5/15 + ...), to an absolute error of 1e-15.
     *
     * <p>Source: G. Marsaglia, Evaluating the normal distribution, Journal of Statistical Software
     * 11(4), 2004.
     */
    static double cumulative(double a) {
        if (Math.abs(a) > FAR) {
            return a > 0 ? 1 : 0;
        }
        double term = a;
        double sum = a;
        double before = Double.NaN;
        for (int k = 3; sum != before; k += 2) {
            before = sum;
            term *= a * a / k;
            sum += term;
        }
        return .5 + sum * density(a);
    }

    /**
     * Products of two rectified Gaussian variables with one correlation.
     *
     * <pre>
     *   E relu(a + z1) relu(b + z2) = E relu(a + z1) E relu(b + z2) + rho Phi(a) Phi(b)
     *       + int_0^(asin rho) (rho - sin x) exp(-(a^2 + b^2 - 2 a b sin x) / (2 cos^2 x)) dx / 2 pi
     * </pre>
     *
     * <p>The left side's second derivative in rho is the density of (-z1, -z2) at (a, b): Price's
     * theorem twice. By Gauss-Legendre with 32 nodes in y, x = asin(rho) (1 - y^2); the largest of
     * 400 errors with a and b up to 10 and rho up to -1 and 1 was 6e-11.
     *
     * @param rho correlation of z1 and z2
     * @param sine of the nodes
     * @param scale 1 / (2 cos^2) at the nodes
     * @param weight of the nodes, (rho - sin) / 2 pi included
     */
    record Pair(double rho, double[] sine, double[] scale, double[] weight) {

        private static final GaussLegendre RULE = GaussLegendre.of(32);

        /** Prepares the integral for a correlation in [-1, 1]. */
        static Pair of(double rho) {
            double[] nodes = RULE.nodes();
            double[] weights = RULE.weights();
            double[] sine = new double[nodes.length];
            double[] scale = new double[nodes.length];
            double[] weight = new double[nodes.length];
            double end = Math.asin(rho);
            for (int k = 0; k < nodes.length; k++) {
                double y = (1 + nodes[k]) / 2;
                double x = end * (1 - y * y);
                sine[k] = Math.sin(x);
                scale[k] = .5 / (Math.cos(x) * Math.cos(x));
                weight[k] = weights[k] * end * y * (rho - sine[k]) / (2 * Math.PI);
            }
            return new Pair(rho, sine, scale, weight);
        }

        /** E relu(a + z1) relu(b + z2). */
        double product(GaussianRelu one, GaussianRelu other) {
            double squares = one.a * one.a + other.a * other.a;
            double twice = 2 * one.a * other.a;
            double sum = one.mean * other.mean + rho * one.cumulative * other.cumulative;
            for (int k = 0; k < sine.length; k++) {
                sum += weight[k] * Math.exp((twice * sine[k] - squares) * scale[k]);
            }
            return sum;
        }
    }
}
