// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.marginal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.scorefield.djl.posterior.NoiseLikelihood;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.reference.density.Levels;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/**
 * log p(u | t) of a known distribution on a schedule, a log density in nats; its derivative in u is
 * the score.
 *
 * @param reference the data's distribution
 * @param schedule alpha and sigma
 */
public record ReferenceLikelihood(ReferenceDistribution reference, NoiseSchedule schedule)
        implements NoiseLikelihood {

    @Override
    public NDArray logDensity(NDArray u, double[][] t) {
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            return give(reference.logDensity(flat(u, manager), levels(t)), u);
        }
    }

    @Override
    public NDArray jvp(NDArray u, NDArray v, double[][] t) {
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray score = reference.score(flat(u, manager), levels(t));
            boolean one = v.getShape().dimension() == u.getShape().dimension();
            long n = u.getShape().get(0);
            long k = one ? 1 : v.getShape().get(0);
            // [k, n, 1, D] times [n, m, D]
            NDArray directions =
                    wide(v, manager).reshape(new Shape(k, n, 1, reference.dimension()));
            NDArray products = directions.mul(score).sum(new int[] {3});
            return give(one ? products.squeeze(0) : products, u);
        }
    }

    @Override
    public NDArray vjp(NDArray u, NDArray w, double[][] t) {
        try (NDManager manager = u.getManager().newSubManager(u.getDevice())) {
            NDArray score = reference.score(flat(u, manager), levels(t));
            boolean one = w.getShape().dimension() == 2;
            NDArray weights = wide(w, manager);
            // [k, n, 1, m] times [n, m, D]
            NDArray sums = weights.expandDims(weights.getShape().dimension() - 1).matMul(score);
            Shape shape = u.getShape();
            Shape result = one ? shape : new Shape(w.getShape().get(0)).addAll(shape);
            return give(sums.reshape(result), u);
        }
    }

    /** The noise levels of times, [n][m]. */
    Levels levels(double[][] t) {
        double[][] alpha = new double[t.length][];
        double[][] sigma = new double[t.length][];
        for (int i = 0; i < t.length; i++) {
            alpha[i] = new double[t[i].length];
            sigma[i] = new double[t[i].length];
            for (int j = 0; j < t[i].length; j++) {
                alpha[i][j] = schedule.alpha(t[i][j]);
                sigma[i][j] = schedule.sigma(t[i][j]);
            }
        }
        return new Levels(alpha, sigma);
    }

    /** States as [n, D] FLOAT64 in a manager of their own. */
    static NDArray flat(NDArray u, NDManager manager) {
        NDArray wide = wide(u, manager);
        return wide.reshape(u.getShape().get(0), -1);
    }

    private static NDArray wide(NDArray array, NDManager manager) {
        NDArray wide = array.toType(DataType.FLOAT64, true);
        wide.attach(manager);
        return wide;
    }

    private static NDArray give(NDArray result, NDArray owner) {
        result.attach(owner.getManager());
        return result;
    }
}
