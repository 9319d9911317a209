// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.simple.SimpleMatrix;
import org.scorefield.evaluation.potential.Potential;
import org.scorefield.evaluation.potential.Target;

/**
 * Weights of the parts of a union, from rows that did not fit them.
 *
 * <p>With h_j = v . grad psi_j - kappa Lap psi_j and G_jk = grad psi_j . grad psi_k, the weights w
 * maximise the mean of 2 w . h - w^T G w, pulled towards 1 by a ridge: (G + r diag G)(w - 1) = h -
 * G 1. The ridge r is chosen by two-fold cross-validation.
 */
final class Reweighting {
    private static final double[] RIDGES = {0.03, 0.3, 3, 1e6};

    private final int parts;
    private final double[][] h;
    private final double[][][] g;

    private Reweighting(double[][] h, double[][][] g) {
        this.parts = h.length;
        this.h = h;
        this.g = g;
    }

    /**
     * Weights and the values that they give.
     *
     * @param weights of the parts, from all rows
     * @param crossValues [n] values of rows, each at weights that the other half of the rows gave
     */
    record Weights(double[] weights, double[] crossValues) {}

    /**
     * The weights of a fitted union.
     *
     * @param fitted the parts
     * @param rows rows that did not fit them
     * @param sigma of the level
     * @param lambda weight of Stein's form
     */
    static Weights of(FittedHalf fitted, Rows rows, double sigma, double lambda) {
        int parts = fitted.classes().size();
        double[][] h = new double[parts][];
        double[][][] g = new double[parts][parts][];
        try (NDManager manager = rows.x().getManager().newSubManager()) {
            Target target = rows.target(lambda, sigma);
            target.v().attach(manager);
            List<NDArray> gradients = new ArrayList<>();
            for (int j = 0; j < parts; j++) {
                Potential part = fitted.classes().get(j).potential(fitted.union().get(j));
                NDArray gradient = part.gradient(rows.x());
                gradient.attach(manager);
                gradients.add(gradient);
                h[j] = products(target.v(), gradient);
                if (target.kappa() != 0) {
                    NDArray laplacian = part.laplacian(rows.x());
                    laplacian.attach(manager);
                    double[] values = laplacian.toDoubleArray();
                    for (int i = 0; i < values.length; i++) {
                        h[j][i] -= target.kappa() * values[i];
                    }
                }
                for (int k = 0; k <= j; k++) {
                    g[j][k] = products(gradients.get(k), gradient);
                    g[k][j] = g[j][k];
                }
            }
        }
        return new Reweighting(h, g).weights(rows.count());
    }

    private static double[] products(NDArray a, NDArray b) {
        try (NDArray product = a.mul(b);
                NDArray sum = product.sum(new int[] {1})) {
            return sum.toDoubleArray();
        }
    }

    private Weights weights(int rows) {
        double[] best = new double[0];
        double bestSum = Double.NEGATIVE_INFINITY;
        double bestRidge = 0;
        for (double ridge : RIDGES) {
            double[] values = new double[rows];
            values(solve(0, rows / 2, ridge), rows / 2, rows, values);
            values(solve(rows / 2, rows, ridge), 0, rows / 2, values);
            double sum = Arrays.stream(values).sum();
            if (sum > bestSum) {
                bestSum = sum;
                best = values;
                bestRidge = ridge;
            }
        }
        return new Weights(solve(0, rows, bestRidge), best);
    }

    private double[] solve(int from, int to, double ridge) {
        SimpleMatrix a = new SimpleMatrix(parts, parts);
        SimpleMatrix b = new SimpleMatrix(parts, 1);
        for (int j = 0; j < parts; j++) {
            double right = Arrays.stream(h[j], from, to).sum();
            for (int k = 0; k < parts; k++) {
                double sum = Arrays.stream(g[j][k], from, to).sum();
                a.set(j, k, sum);
                right -= sum;
            }
            b.set(j, right);
        }
        double[] weights = new double[parts];
        Arrays.fill(weights, 1);
        for (int j = 0; j < parts; j++) {
            // A part without a gradient keeps its weight.
            double diagonal = a.get(j, j);
            a.set(j, j, diagonal > 0 ? diagonal * (1 + ridge) : 1);
        }
        SimpleMatrix step = a.solve(b);
        for (int j = 0; j < parts; j++) {
            weights[j] += step.get(j);
        }
        return weights;
    }

    private void values(double[] weights, int from, int to, double[] values) {
        for (int i = from; i < to; i++) {
            for (int j = 0; j < parts; j++) {
                values[i] += 2 * weights[j] * h[j][i];
                for (int k = 0; k < parts; k++) {
                    values[i] -= weights[j] * weights[k] * g[j][k][i];
                }
            }
        }
    }
}
