// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

/**
 * How much is drawn, and what counts.
 *
 * @param samples of each network, at least 1
 * @param exactSamples of each exact field, at least 1
 * @param steps of the flow, at least 1
 * @param descentSteps of gradient descent, at least 1
 * @param from time of the straight path to start from, in (0.001, 1); other paths start at the same
 *     sigma / alpha, or at their largest
 * @param distance a sample counts within this distance of a circle, positive
 * @param seed of every random number
 */
record CirclesOptions(
        int samples,
        int exactSamples,
        int steps,
        int descentSteps,
        double from,
        double distance,
        long seed) {

    CirclesOptions {
        require("samples", samples >= 1, "at least 1", samples);
        require("exact samples", exactSamples >= 1, "at least 1", exactSamples);
        require("steps", steps >= 1, "at least 1", steps);
        require("descent steps", descentSteps >= 1, "at least 1", descentSteps);
        require("from", from > 0.001 && from < 1, "a time in (0.001, 1)", from);
        require("distance", distance > 0, "a positive distance", distance);
    }

    private static void require(String name, boolean fits, String expected, Number found) {
        if (!fits) {
            throw new IllegalArgumentException(
                    name + ": expected " + expected + ", found " + found + "; correct the option");
        }
    }
}
