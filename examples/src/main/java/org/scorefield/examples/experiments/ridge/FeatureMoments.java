// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.Arrays;

/**
 * All that squared error knows of features f and targets y, averaged over data, noise and time.
 *
 * @param u E f f^T / p, [p][p], symmetric; copied
 * @param v E y f^T / p, [d][p]; copied
 * @param power E |y|^2 / d, the loss of the model that says 0
 */
record FeatureMoments(double[][] u, double[][] v, double power) {

    FeatureMoments {
        u = Arrays.stream(u).map(double[]::clone).toArray(double[][]::new);
        v = Arrays.stream(v).map(double[]::clone).toArray(double[][]::new);
        int p = u.length;
        for (double[][] matrix : new double[][][] {u, v}) {
            for (double[] row : matrix) {
                if (row.length != p) {
                    throw new IllegalArgumentException(
                            String.format(
                                    "moments: expected U [p][p] and V [d][p], found p = %d and a"
                                            + " row of %s with %d; take both over the same"
                                            + " features",
                                    p, matrix == u ? "U" : "V", row.length));
                }
            }
        }
    }

    @Override
    public double[][] u() {
        return Arrays.stream(u).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public double[][] v() {
        return Arrays.stream(v).map(double[]::clone).toArray(double[][]::new);
    }

    /** p. */
    int features() {
        return u.length;
    }

    /** d. */
    int outputs() {
        return v.length;
    }

    /**
     * The moments of random features of a noised data set, with y = alpha x0, the mean of the
     * noised state.
     *
     * <p>Given a data point and a time the features are rectified Gaussian variables, so the
     * average over the noise is exact ({@link GaussianRelu}); that over the times is the rule's.
     *
     * @param features f
     * @param data points, [n][d], equally likely; not modified
     * @param times over which to average
     */
    static FeatureMoments of(RandomFeatures features, double[][] data, TrainingTimes times) {
        int p = features.count();
        int states = data.length * times.count();
        GaussianRelu[][] active = new GaussianRelu[p][states];
        double[] scales = new double[states];
        double[][] targets = new double[states][];
        double power = 0;
        for (int k = 0; k < times.count(); k++) {
            double tau = times.taus()[k];
            double alpha = Math.exp(-tau);
            double sigma = Math.sqrt(-Math.expm1(-2 * tau));
            double[] offsets = features.offsets(tau);
            for (int i = 0; i < data.length; i++) {
                int state = k * data.length + i;
                targets[state] = Arrays.stream(data[i]).map(x -> alpha * x).toArray();
                double weight = times.weights()[k] / data.length;
                power += weight * dot(targets[state], targets[state]) / data[i].length;
                scales[state] = sigma;
                for (int j = 0; j < p; j++) {
                    double mean = dot(features.direction(j), targets[state]) + offsets[j];
                    active[j][state] = GaussianRelu.at(mean / (sigma * features.norm(j)));
                }
            }
        }
        double[] weights = new double[states];
        Arrays.setAll(weights, m -> times.weights()[m / data.length] / data.length);
        return new FeatureMoments(
                products(features, active, scales, weights),
                correlations(features, active, scales, weights, targets),
                power);
    }

    private static double[][] products(
            RandomFeatures features, GaussianRelu[][] active, double[] sigma, double[] weights) {
        int p = features.count();
        double[][] u = new double[p][p];
        for (int j = 0; j < p; j++) {
            for (int k = 0; k <= j; k++) {
                double size = features.norm(j) * features.norm(k);
                double cosine = dot(features.direction(j), features.direction(k)) / size;
                double rho = j == k ? 1 : Math.max(-1, Math.min(1, cosine));
                GaussianRelu.Pair pair = GaussianRelu.Pair.of(rho);
                double sum = 0;
                for (int m = 0; m < weights.length; m++) {
                    double product = pair.product(active[j][m], active[k][m]);
                    sum += weights[m] * sigma[m] * sigma[m] * product;
                }
                u[j][k] = size * sum / p;
                u[k][j] = u[j][k];
            }
        }
        return u;
    }

    private static double[][] correlations(
            RandomFeatures features,
            GaussianRelu[][] active,
            double[] sigma,
            double[] weights,
            double[][] targets) {
        int p = features.count();
        double[][] v = new double[targets[0].length][p];
        for (int j = 0; j < p; j++) {
            for (int m = 0; m < weights.length; m++) {
                double mean = weights[m] * sigma[m] * features.norm(j) * active[j][m].mean() / p;
                for (int i = 0; i < v.length; i++) {
                    v[i][j] += targets[m][i] * mean;
                }
            }
        }
        return v;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
