// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import java.util.Arrays;

/** Means of independent numbers. */
final class Means {

    private Means() {}

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** sd / sqrt(n), NaN for a single number. */
    static double standardError(double[] values) {
        int n = values.length;
        if (n < 2) {
            return Double.NaN;
        }
        double mean = mean(values);
        double sum = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(sum / (n - 1) / n);
    }
}
