// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.posterior;

/**
 * Gauss-Legendre quadrature on [-1, 1]: exact for polynomials of degree 2 n - 1.
 *
 * <p>Nodes are the roots of the Legendre polynomial P_n, found by Newton's method from the
 * asymptotic cos(pi (i - 1/4) / (n + 1/2)); weights are 2 / ((1 - x^2) P_n'(x)^2). Source: NIST
 * Digital Library of Mathematical Functions, 3.5(v) and 18.16. Tested for n = 1 to 512.
 *
 * @param nodes in (-1, 1), ascending
 * @param weights positive, with sum 2
 */
public record GaussLegendre(double[] nodes, double[] weights) {

    private static final int STEPS = 100;

    /**
     * Copies both.
     *
     * @param nodes in (-1, 1), ascending
     * @param weights positive, with sum 2
     */
    public GaussLegendre {
        nodes = nodes.clone();
        weights = weights.clone();
        if (nodes.length == 0 || nodes.length != weights.length) {
            throw new IllegalArgumentException(
                    "nodes: expected one weight a node, found "
                            + nodes.length
                            + " nodes and "
                            + weights.length
                            + " weights; use GaussLegendre.of");
        }
    }

    /**
     * The rule with n nodes.
     *
     * @param n at least 1
     * @return the rule
     */
    public static GaussLegendre of(int n) {
        if (n < 1) {
            throw new IllegalArgumentException(
                    "n: expected at least 1 node, found " + n + "; choose more nodes");
        }
        double[] nodes = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < (n + 1) / 2; i++) {
            double x = Math.cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 1;
            for (int step = 0; step < STEPS; step++) {
                double before = 1;
                double value = x;
                for (int k = 2; k <= n; k++) {
                    double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
                    before = value;
                    value = next;
                }
                slope = n * (before - x * value) / ((1 - x) * (1 + x));
                double change = value / slope;
                x -= change;
                if (Math.abs(change) <= Math.ulp(x)) {
                    break;
                }
            }
            nodes[i] = -x;
            nodes[n - 1 - i] = x;
            weights[i] = 2 / ((1 - x) * (1 + x) * slope * slope);
            weights[n - 1 - i] = weights[i];
        }
        if (n % 2 == 1) {
            nodes[n / 2] = 0;
        }
        return new GaussLegendre(nodes, weights);
    }

    /** {@return the nodes in (-1, 1), ascending} A copy. */
    @Override
    public double[] nodes() {
        return nodes.clone();
    }

    /** {@return the weights, positive, with sum 2} A copy. */
    @Override
    public double[] weights() {
        return weights.clone();
    }
}
