// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.scorefield.djl.posterior.PosteriorWeights;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.model.NoisePredictor;

/**
 * A checkpoint's own field, told the time and not, in batches.
 *
 * @param predictor the checkpoint
 * @param batchSize rows in one evaluation
 */
record NetworkField(NoisePredictor predictor, int batchSize) {

    /** f(u, t), [n, D]; may hold numbers that are not finite. */
    NDArray told(NDArray u, double t) {
        int n = Math.toIntExact(u.getShape().get(0));
        int[] state = new int[n];
        double[] times = new double[n];
        double[] ones = new double[n];
        Arrays.setAll(state, i -> i);
        Arrays.fill(times, t);
        Arrays.fill(ones, 1);
        return sum(u, state, times, ones);
    }

    /** f(u): the network's own where it is blind, and its average over p(t | u) where not. */
    NDArray blind(NDArray u, PosteriorWeights weights) {
        if (predictor.blind()) {
            return told(u, 1);
        }
        BlindRule rule = BlindRule.of(weights, predictor.schedule(), predictor.dimension());
        return sum(u, rule.state(), rule.t(), rule.q());
    }

    /** Mass of p(t | u) that {@link #blind} does not see, one a state. */
    double[] leftOut(PosteriorWeights weights) {
        return predictor.blind()
                ? weights.leftOut()
                : BlindRule.of(weights, predictor.schedule(), predictor.dimension()).leftOut();
    }

    /** Refuses what is not finite. */
    static NDArray finite(NDArray f, Place place, double t) {
        try (NDArray zeros = f.mul(0);
                NDArray sums = zeros.sum(new int[] {1})) {
            double[] rows = sums.toDoubleArray();
            long bad = Arrays.stream(rows).filter(Double::isNaN).count();
            if (bad > 0) {
                throw new EvaluationException(
                        "network: expected finite numbers, found others for "
                                + bad
                                + " of "
                                + rows.length
                                + " states ("
                                + place.label()
                                + (Double.isNaN(t) ? "" : ", t = " + t)
                                + "); check the checkpoint, its card and the data's range");
            }
        }
        return f;
    }

    /** sum over entries of q f(u_state, t), [n, D]. */
    private NDArray sum(NDArray u, int[] state, double[] t, double[] q) {
        int n = Math.toIntExact(u.getShape().get(0));
        NDManager owner = u.getManager();
        try (NDManager manager = owner.newSubManager(u.getDevice())) {
            NDArray total = manager.zeros(u.getShape(), u.getDataType());
            for (int from = 0; from < t.length; from += batchSize) {
                int to = Math.min(t.length, from + batchSize);
                try (NDManager step = manager.newSubManager(u.getDevice())) {
                    int[] rows = Arrays.copyOfRange(state, from, to);
                    NDArray x = u.get(step, new NDIndex("{}", step.create(rows)));
                    NDArray f = predictor.output(x, Arrays.copyOfRange(t, from, to));
                    add(total, f, rows, Arrays.copyOfRange(q, from, to), n);
                }
            }
            total.attach(owner);
            return total;
        }
    }

    /** Row by row where something is not finite, so that it stays with its state. */
    private static void add(NDArray total, NDArray f, int[] rows, double[] q, int n) {
        NDManager manager = f.getManager();
        boolean finite = f.mul(0).sum().getDouble() == 0;
        if (finite) {
            double[] matrix = new double[n * rows.length];
            for (int j = 0; j < rows.length; j++) {
                matrix[rows[j] * rows.length + j] = q[j];
            }
            total.addi(manager.create(matrix, new Shape(n, rows.length)).matMul(f));
            return;
        }
        for (int j = 0; j < rows.length; j++) {
            NDIndex at = new NDIndex(rows[j]);
            total.set(at, total.get(manager, at).add(f.get(manager, new NDIndex(j)).mul(q[j])));
        }
    }
}
