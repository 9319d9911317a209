// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sums from which means of several quantities over rows follow, with errors that hold for dependent
 * rows of one datum.
 *
 * <p>Of each cluster (datum) the sum of every quantity and the number of rows are taken; kept are
 * the sums of these over clusters and of their products. A mean is a ratio of two such sums, and
 * its variance that of a ratio estimate: sum over clusters of (W - mean n)^2, times m/(m - 1), over
 * the square of the number of rows. A monoid: sums of parts add up.
 */
final class ClusterSums {
    private final int quantities;
    private final double[] sums;
    private final double[] products;
    private long clusters;

    ClusterSums(int quantities) {
        this.quantities = quantities;
        this.sums = new double[quantities + 1];
        this.products = new double[(quantities + 1) * (quantities + 1)];
    }

    /**
     * Adds whole clusters.
     *
     * @param values [quantities][rows]; not modified
     * @param sizes rows of each cluster, one after another
     */
    void add(double[][] values, int[] sizes) {
        double[] cluster = new double[sums.length];
        int row = 0;
        for (int size : sizes) {
            Arrays.fill(cluster, 0);
            for (int i = 0; i < size; i++, row++) {
                for (int q = 0; q < quantities; q++) {
                    cluster[q] += values[q][row];
                }
            }
            cluster[quantities] = size;
            for (int a = 0; a < cluster.length; a++) {
                sums[a] += cluster[a];
                for (int b = 0; b < cluster.length; b++) {
                    products[a * cluster.length + b] += cluster[a] * cluster[b];
                }
            }
            clusters++;
        }
    }

    /** Adds the sums of other data; {@code other} is not modified. */
    void merge(ClusterSums other) {
        clusters += other.clusters;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        for (int i = 0; i < products.length; i++) {
            products[i] += other.products[i];
        }
    }

    int quantities() {
        return quantities;
    }

    long clusters() {
        return clusters;
    }

    long rows() {
        return Math.round(sums[quantities]);
    }

    double mean(int quantity) {
        return sums[quantity] / sums[quantities];
    }

    /** Variance of the mean of quantity a minus factor times that of quantity b. */
    double variance(int a, int b, double factor) {
        int n = quantities;
        double mean = mean(a) - factor * mean(b);
        double squares =
                product(a, a)
                        - 2 * factor * product(a, b)
                        + factor * factor * product(b, b)
                        - 2 * mean * (product(a, n) - factor * product(b, n))
                        + mean * mean * product(n, n);
        // Of numbers that cancel: never below 0.
        return Math.max(0, squares) * clusters / (clusters - 1.0) / (sums[n] * sums[n]);
    }

    /** Covariance of the means of a and b over the variance of that of b; 0 where b is constant. */
    double slope(int a, int b) {
        double variance = covariance(b, b);
        return variance > 0 ? covariance(a, b) / variance : 0;
    }

    private double covariance(int a, int b) {
        int n = quantities;
        return product(a, b)
                - mean(a) * product(b, n)
                - mean(b) * product(a, n)
                + mean(a) * mean(b) * product(n, n);
    }

    double variance(int quantity) {
        return variance(quantity, quantity, 0);
    }

    /**
     * One-sided lower confidence bound of a mean by Student's t; minus infinity where there are too
     * few clusters for one.
     */
    double lower(int quantity, double confidence) {
        return mean(quantity) - width(variance(quantity), confidence);
    }

    /** One-sided upper confidence bound of a mean. */
    double upper(int quantity, double confidence) {
        return mean(quantity) + width(variance(quantity), confidence);
    }

    /** Whether the mean of a - factor b lies above 0 beyond its error. */
    boolean above(int a, int b, double factor, double confidence) {
        return mean(a) - factor * mean(b) > width(variance(a, b, factor), confidence);
    }

    /** Whether the mean of a - factor b lies below 0 beyond its error. */
    boolean below(int a, int b, double factor, double confidence) {
        return factor * mean(b) - mean(a) > width(variance(a, b, factor), confidence);
    }

    private double width(double variance, double confidence) {
        return clusters < 2
                ? Double.POSITIVE_INFINITY
                : Quantiles.student(confidence, clusters - 1.0) * Math.sqrt(variance);
    }

    private double product(int a, int b) {
        return products[a * (quantities + 1) + b];
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(clusters);
        for (double sum : sums) {
            out.writeDouble(sum);
        }
        for (double product : products) {
            out.writeDouble(product);
        }
    }

    void read(DataInput in) throws IOException {
        clusters = in.readLong();
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.readDouble();
        }
        for (int i = 0; i < products.length; i++) {
            products[i] = in.readDouble();
        }
    }
}
