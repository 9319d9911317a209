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
 * <p>In few dimensions all nodes that carry the posterior are taken. In many dimensions p(t | u) is
 * narrow (about 1 / sqrt(2 D) in log sigma), and a network varies slowly over it: there the two
 * Gauss nodes of the posterior itself are, m + s (g / 2 -+ sqrt(1 + g^2 / 4)) with mean m, standard
 * deviation s and skewness g of t, exact for polynomials of degree 3.
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

    /** Mass that may be left out elsewhere. */
    private static final double LEFT_OUT_LOW = 1e-12;

    private static final double LEFT_OUT_HIGH = 1e-3;

    static BlindRule of(PosteriorWeights weights, NoiseSchedule schedule, int dimension) {
        boolean high = dimension > HIGH_DIMENSION;
        double[] widths = weights.standardDeviation(s -> Math.log(schedule.sigmaOverAlpha(s)));
        PosteriorWeights carrying = weights.carrying(high ? LEFT_OUT_HIGH : LEFT_OUT_LOW);
        double[][] times = weights.times();
        double[][] masses = weights.weights();
        double[][] fewTimes = carrying.times();
        double[][] fewMasses = carrying.weights();
        double[] leftOut = weights.leftOut();
        double[] moreLeftOut = carrying.leftOut();
        List<double[]> entries = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            if (high && widths[i] < NARROW) {
                twoNodes(i, times[i], masses[i], entries);
                continue;
            }
            leftOut[i] = moreLeftOut[i];
            for (int j = 0; j < fewTimes[i].length; j++) {
                if (fewMasses[i][j] > 0) {
                    entries.add(new double[] {i, fewTimes[i][j], fewMasses[i][j]});
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
        return new BlindRule(state, t, q, leftOut);
    }

    private static void twoNodes(int state, double[] t, double[] q, List<double[]> entries) {
        double mean = 0;
        for (int j = 0; j < t.length; j++) {
            mean += q[j] * t[j];
        }
        double second = 0;
        double third = 0;
        for (int j = 0; j < t.length; j++) {
            double d = t[j] - mean;
            second += q[j] * d * d;
            third += q[j] * d * d * d;
        }
        double deviation = Math.sqrt(second);
        if (!(deviation > 1e-9 * mean)) {
            entries.add(new double[] {state, mean, 1});
            return;
        }
        double half = third / (2 * second * deviation);
        double root = Math.sqrt(1 + half * half);
        // Inside the nodes' range up to rounding, as Gauss nodes are.
        double low = Math.max(t[0], mean + deviation * (half - root));
        double high = Math.min(t[t.length - 1], mean + deviation * (half + root));
        entries.add(new double[] {state, low, (1 + half / root) / 2});
        entries.add(new double[] {state, high, (1 - half / root) / 2});
    }
}
