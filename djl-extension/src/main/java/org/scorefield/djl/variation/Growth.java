// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

/**
 * The triangular factors of a sweep at one state, multiplied up: P = R_N ... R_1.
 *
 * <p>Mutable, for one thread.
 */
final class Growth {

    private final double[] logs;
    private double[][] product;
    private double scale;

    Growth(int k) {
        logs = new double[k];
        product = new double[k][k];
        for (int i = 0; i < k; i++) {
            product[i][i] = 1;
        }
    }

    /** P becomes r P. */
    void add(double[][] r) {
        int k = logs.length;
        double[][] next = new double[k][k];
        double largest = 0;
        for (int i = 0; i < k; i++) {
            logs[i] += Math.log(r[i][i]);
            for (int j = i; j < k; j++) {
                double sum = 0;
                for (int l = i; l <= j; l++) {
                    sum += r[i][l] * product[l][j];
                }
                next[i][j] = sum;
                largest = Math.max(largest, Math.abs(sum));
            }
        }
        if (largest > 0) {
            scale += Math.log(largest);
            for (double[] row : next) {
                for (int j = 0; j < k; j++) {
                    row[j] /= largest;
                }
            }
        }
        product = next;
    }

    /** Sums of log R_ii. */
    double[] logs() {
        return logs.clone();
    }

    /** P over its largest entry. */
    double[][] product() {
        return product;
    }

    /** log of the factor that P was divided by. */
    double scale() {
        return scale;
    }
}
