// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.posterior.PosteriorWeights;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * Where a conditioned network is asked so that the average over p(t | u) costs few evaluations: one
 * entry an evaluation, with its state, time and weight.
 *
 * <p>In few dimensions all nodes that carry the posterior are taken. In many dimensions a network
 * is dear and varies slowly over p(t | u): there the Gauss nodes of the posterior's own mass are
 * taken, m of them, exact for polynomials in t of degree 2 m - 1: two where the posterior is narrow
 * (about 1 / sqrt(2 D) in log sigma), five where noise hides the level.
 *
 * @param state number of the state, one an entry
 * @param t time, one an entry
 * @param q weight, one an entry; the weights of a state have sum 1
 * @param leftOut mass left out, one a state
 */
record BlindRule(int[] state, double[] t, double[] q, double[] leftOut) {
    private static final int HIGH_DIMENSION = 64;

    /** Standard deviation of log(sigma / alpha) up to which two nodes do. */
    private static final double NARROW = 0.1;

    private static final int NODES_NARROW = 2;
    private static final int NODES_WIDE = 5;

    /** Mass that may be left out in few dimensions. */
    private static final double LEFT_OUT = 1e-12;

    static BlindRule of(PosteriorWeights weights, NoiseSchedule schedule, int dimension) {
        boolean high = dimension > HIGH_DIMENSION;
        PosteriorWeights carrying = high ? weights : weights.carrying(LEFT_OUT);
        double[] widths = weights.standardDeviation(s -> Math.log(schedule.sigmaOverAlpha(s)));
        double[][] times = carrying.times();
        double[][] masses = carrying.weights();
        List<double[]> entries = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            double[][] rule = {times[i], masses[i]};
            if (high) {
                int nodes = widths[i] < NARROW ? NODES_NARROW : NODES_WIDE;
                rule = MassRule.of(times[i], masses[i], nodes);
            }
            for (int j = 0; j < rule[0].length; j++) {
                if (rule[1][j] > 0) {
                    entries.add(new double[] {i, rule[0][j], rule[1][j]});
                }
            }
        }
        int[] state = new int[entries.size()];
        double[] t = new double[state.length];
        double[] q = new double[state.length];
        for (int k = 0; k < state.length; k++) {
            state[k] = (int) entries.get(k)[0];
            t[k] = entries.get(k)[1];
            q[k] = entries.get(k)[2];
        }
        return new BlindRule(state, t, q, carrying.leftOut());
    }
}
