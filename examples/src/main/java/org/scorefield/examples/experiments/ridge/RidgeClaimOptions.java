// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

/**
 * The sizes of the experiment.
 *
 * @param width p, number of features, at least 1
 * @param frequencies K, of the features in time, at least 0
 * @param start standard deviation of the entries of A(0), at least 0
 * @param samples of each model, at least 1
 * @param steps of the reverse SDE, at least 1
 * @param entries of the ledger, at least 1, the start not counted
 * @param seed of every random number
 */
record RidgeClaimOptions(
        int width, int frequencies, double start, int samples, int steps, int entries, long seed) {

    RidgeClaimOptions {
        require("width", width >= 1, "at least 1", width);
        require("frequencies", frequencies >= 0, "at least 0", frequencies);
        require("start", start >= 0 && Double.isFinite(start), "at least 0", start);
        require("samples", samples >= 1, "at least 1", samples);
        require("steps", steps >= 1, "at least 1", steps);
        require("entries", entries >= 1 && entries <= steps, "1 to the steps", entries);
    }

    private static void require(String name, boolean fits, String expected, Number found) {
        if (!fits) {
            throw new IllegalArgumentException(
                    name + ": expected " + expected + ", found " + found + "; correct the option");
        }
    }

    /** T, the largest tau. */
    double horizon() {
        return 10;
    }

    /** The smallest tau, where sampling ends. */
    double last() {
        return 1e-3;
    }

    /** A sample within this of a data point (times alpha) is memorised. */
    double radius() {
        return .5;
    }

    /** Samples within this many standard deviations of the noise across the ridge are on it. */
    double kappa() {
        return 3;
    }
}
