// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.posterior;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * p(t | u) of n states on m nodes each: times t_i and weights q_i with sum 1, and what is not in
 * them. Immutable.
 */
public final class PosteriorWeights {

    private final double[][] t;
    private final double[][] q;
    private final double[][] logLikelihood;
    private final double[] logEvidence;
    private final double[] leftOut;
    private final double[][] edge;

    private PosteriorWeights(
            double[][] t,
            double[][] q,
            double[][] logLikelihood,
            double[] logEvidence,
            double[] leftOut,
            double[][] edge) {
        this.t = t;
        this.q = q;
        this.logLikelihood = logLikelihood;
        this.logEvidence = logEvidence;
        this.leftOut = leftOut;
        this.edge = edge;
    }

    static PosteriorWeights of(SampleNodes[] found) {
        int n = found.length;
        PosteriorWeights weights =
                new PosteriorWeights(
                        new double[n][],
                        new double[n][],
                        new double[n][],
                        new double[n],
                        new double[n],
                        new double[n][]);
        for (int i = 0; i < n; i++) {
            weights.t[i] = found[i].interval().times();
            weights.q[i] = found[i].weights();
            weights.logLikelihood[i] = found[i].logLikelihood();
            weights.logEvidence[i] = found[i].logEvidence();
            weights.leftOut[i] = found[i].outside();
            weights.edge[i] = found[i].edge();
        }
        return weights;
    }

    /** {@return n, the number of states} */
    public int samples() {
        return t.length;
    }

    /** {@return m, the number of nodes of each state} */
    public int nodes() {
        return t[0].length;
    }

    /** {@return the times, {@code [n][m]} in [0, 1]} A copy. */
    public double[][] times() {
        return copy(t);
    }

    /** {@return the weights q, {@code [n][m]}, with sum 1 for each state} A copy. */
    public double[][] weights() {
        return copy(q);
    }

    /**
     * The weights as an array.
     *
     * @param manager owns the array, which lies on its device
     * @return q, {@code [n, m]} FLOAT64
     */
    public NDArray weights(NDManager manager) {
        double[] flat = Arrays.stream(q).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(samples(), nodes()));
    }

    /** {@return log p(u | t) at the nodes, {@code [n][m]}, in nats} A copy. */
    public double[][] logLikelihood() {
        return copy(logLikelihood);
    }

    /**
     * {@return log p(u) of each state, in nats: minus the marginal energy where the likelihood is a
     * density} A copy.
     */
    public double[] logEvidence() {
        return logEvidence.clone();
    }

    /**
     * {@return the part of p(t | u) that the nodes do not carry, a number in [0, 1] a state} A
     * copy.
     */
    public double[] leftOut() {
        return leftOut.clone();
    }

    /**
     * {@return how high p(t | u) stands at the ends of the prior, relative to its peak: {@code
     * [n][2]}, at tMin and at tMax, in [0, 1]}
     *
     * <p>1 says that the posterior is cut off there: u is farther from the data (at tMax) or nearer
     * (at tMin) than the prior's levels explain, or the data do not tell the level at all. A copy.
     */
    public double[][] edge() {
        return copy(edge);
    }

    /**
     * The posterior expectation of a function of the time, E[g(t) | u].
     *
     * @param g the function, finite where q is positive
     * @return one number a state
     */
    public double[] mean(DoubleUnaryOperator g) {
        double[] means = new double[samples()];
        for (int s = 0; s < means.length; s++) {
            for (int i = 0; i < q[s].length; i++) {
                means[s] += q[s][i] == 0 ? 0 : q[s][i] * g.applyAsDouble(t[s][i]);
            }
        }
        return means;
    }

    /**
     * The posterior standard deviation of a function of the time.
     *
     * @param g the function, finite where q is positive
     * @return one number a state, at least 0
     */
    public double[] standardDeviation(DoubleUnaryOperator g) {
        double[] mean = mean(g);
        double[] deviations = new double[samples()];
        for (int s = 0; s < deviations.length; s++) {
            double sum = 0;
            for (int i = 0; i < q[s].length; i++) {
                if (q[s][i] > 0) {
                    double difference = g.applyAsDouble(t[s][i]) - mean[s];
                    sum += q[s][i] * difference * difference;
                }
            }
            deviations[s] = Math.sqrt(sum);
        }
        return deviations;
    }

    /**
     * The fewest nodes of each state that leave out at most a given mass; the others are dropped.
     *
     * <p>All states get as many nodes as the one that needs most; what a state does not need has
     * weight 0, so that states do not depend on each other. Weights that stay are divided by their
     * sum, and what goes is added to {@link #leftOut}.
     *
     * @param tolerance the mass that may go, in [0, 1)
     * @return weights on fewer nodes, times ascending
     */
    public PosteriorWeights carrying(double tolerance) {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "tolerance: expected a mass in [0, 1), found %s; 1e-6 is usual",
                            tolerance));
        }
        int[][] order = new int[samples()][];
        int[] needed = new int[samples()];
        for (int s = 0; s < samples(); s++) {
            double[] weights = q[s];
            order[s] =
                    IntStream.range(0, nodes())
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> -weights[i]))
                            .mapToInt(Integer::intValue)
                            .toArray();
            double left = 1;
            while (needed[s] < nodes() && left > tolerance) {
                needed[s]++;
                left = rest(weights, order[s], needed[s]);
            }
        }
        int most = Arrays.stream(needed).max().orElse(0);
        PosteriorWeights fewer =
                new PosteriorWeights(
                        new double[samples()][most],
                        new double[samples()][most],
                        new double[samples()][most],
                        logEvidence,
                        leftOut.clone(),
                        edge);
        for (int s = 0; s < samples(); s++) {
            double left = rest(q[s], order[s], needed[s]);
            int[] kept = Arrays.copyOf(order[s], most);
            boolean[] counts = new boolean[nodes()];
            for (int i = 0; i < needed[s]; i++) {
                counts[kept[i]] = true;
            }
            Arrays.sort(kept);
            for (int i = 0; i < most; i++) {
                fewer.t[s][i] = t[s][kept[i]];
                fewer.logLikelihood[s][i] = logLikelihood[s][kept[i]];
                fewer.q[s][i] = counts[kept[i]] ? q[s][kept[i]] / (1 - left) : 0;
            }
            fewer.leftOut[s] = leftOut[s] + (1 - leftOut[s]) * left;
        }
        return fewer;
    }

    /** The mass after the first {@code count} nodes of an order, summed from the smallest. */
    private static double rest(double[] weights, int[] order, int count) {
        double sum = 0;
        for (int i = order.length - 1; i >= count; i--) {
            sum += weights[order[i]];
        }
        return sum;
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
