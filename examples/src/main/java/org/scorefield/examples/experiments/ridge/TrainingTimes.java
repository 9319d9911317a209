// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import org.scorefield.djl.posterior.GaussLegendre;

/**
 * The law of the time in training, as a quadrature rule: an average over tau is sum_k weight_k
 * g(tau_k).
 *
 * @param taus nodes, rising; copied
 * @param weights of the nodes, of sum 1; copied
 */
record TrainingTimes(double[] taus, double[] weights) {

    /** Nodes of a panel. */
    private static final int NODES = 12;

    /** How often a time comes up in training. */
    enum Law {
        /** Uniform in tau: nearly all of training is about much noise. */
        UNIFORM("uniform in tau") {
            @Override
            double density(double tau) {
                return tau;
            }
        },
        /** Uniform in log tau: as often about little noise as about much. */
        LOG_UNIFORM("uniform in log tau") {
            @Override
            double density(double tau) {
                return 1;
            }
        };

        private final String label;

        Law(String label) {
            this.label = label;
        }

        /** What a report calls it. */
        String label() {
            return label;
        }

        /** Density of log tau, up to a factor. */
        abstract double density(double tau);
    }

    TrainingTimes {
        taus = taus.clone();
        weights = weights.clone();
    }

    @Override
    public double[] taus() {
        return taus.clone();
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }

    /**
     * Gauss-Legendre rules of 12 nodes in log tau on panels of equal length.
     *
     * @param law of tau
     * @param first the smallest tau, positive
     * @param last the largest
     * @param panels at least 1. At little noise a feature has a corner in tau that no noise
     *     smooths: with 32 panels the losses of the claim are within 1 % of those with 64
     */
    static TrainingTimes of(Law law, double first, double last, int panels) {
        GaussLegendre rule = GaussLegendre.of(NODES);
        double[] nodes = rule.nodes();
        double[] taus = new double[panels * NODES];
        double[] weights = new double[taus.length];
        double length = Math.log(last / first) / panels;
        double sum = 0;
        for (int m = 0; m < taus.length; m++) {
            int k = m % NODES;
            taus[m] = first * Math.exp(length * (m / NODES + (1 + nodes[k]) / 2));
            weights[m] = rule.weights()[k] * law.density(taus[m]);
            sum += weights[m];
        }
        for (int m = 0; m < taus.length; m++) {
            weights[m] /= sum;
        }
        return new TrainingTimes(taus, weights);
    }

    /** Number of nodes. */
    int count() {
        return taus.length;
    }
}
