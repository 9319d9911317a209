// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.Arrays;

/**
 * The irreducible loss of a noised data set, L* = E tr Cov[alpha x0 | x] / d: what the exact
 * posterior mean of alpha x0 leaves.
 *
 * <p>Over the noise by the trapezoidal rule on a grid of 1/4 out to 8.5 in each coordinate. The
 * integrand is analytic; its poles are so far from the real axis wherever it matters that the
 * rule's error is below 1e-7 of the data's power (tested against 1/16).
 */
final class PosteriorVariance {

    private static final double REACH = 8.5;

    private PosteriorVariance() {}

    /**
     * L* at the usual grid.
     *
     * @param data points, [n][d] with d = 1 or 2, equally likely; not modified
     * @param times over which to average
     */
    static double of(double[][] data, TrainingTimes times) {
        return of(data, times, 1 / 4.0);
    }

    /** L* on a grid of another step, in units of sigma. */
    static double of(double[][] data, TrainingTimes times, double step) {
        int d = data[0].length;
        if (d > 2) {
            throw new IllegalArgumentException(
                    "data: expected points of 1 or 2 numbers, found "
                            + d
                            + "; the grid over the noise grows too large, draw the noise instead");
        }
        int side = (int) Math.round(2 * REACH / step) + 1;
        int nodes = d == 1 ? side : side * side;
        double sum = 0;
        double[] z = new double[d];
        for (int node = 0; node < nodes; node++) {
            z[0] = -REACH + node % side * step;
            z[d - 1] = -REACH + node / (d == 1 ? 1 : side) * step;
            double square = FeatureMoments.dot(z, z);
            double density = Math.exp(-square / 2) * Math.pow(step / Math.sqrt(2 * Math.PI), d);
            sum += density * meanVariance(data, times, z);
        }
        return sum / d;
    }

    /** tr Cov at x = alpha x_i + sigma z, averaged over i and the times. */
    private static double meanVariance(double[][] data, TrainingTimes times, double[] z) {
        double[] taus = times.taus();
        double[] weights = times.weights();
        double[] x = new double[z.length];
        double sum = 0;
        for (int k = 0; k < taus.length; k++) {
            double alpha = Math.exp(-taus[k]);
            double sigma = Math.sqrt(-Math.expm1(-2 * taus[k]));
            for (double[] point : data) {
                Arrays.setAll(x, j -> alpha * point[j] + sigma * z[j]);
                sum += weights[k] / data.length * variance(data, x, alpha, sigma);
            }
        }
        return sum;
    }

    private static double variance(double[][] data, double[] x, double alpha, double sigma) {
        double[] logs = new double[data.length];
        for (int i = 0; i < data.length; i++) {
            double square = 0;
            for (int j = 0; j < x.length; j++) {
                double difference = x[j] - alpha * data[i][j];
                square += difference * difference;
            }
            logs[i] = -square / (2 * sigma * sigma);
        }
        double most = Arrays.stream(logs).max().orElseThrow();
        double total = 0;
        double[] weights = new double[logs.length];
        for (int i = 0; i < logs.length; i++) {
            weights[i] = Math.exp(logs[i] - most);
            total += weights[i];
        }
        double variance = 0;
        for (int j = 0; j < x.length; j++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < logs.length; i++) {
                mean += weights[i] / total * alpha * data[i][j];
            }
            for (int i = 0; i < logs.length; i++) {
                double difference = alpha * data[i][j] - mean;
                square += weights[i] / total * difference * difference;
            }
            variance += square;
        }
        return variance;
    }
}
