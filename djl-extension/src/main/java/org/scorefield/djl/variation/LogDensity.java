// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;

/** A known density of states. */
@FunctionalInterface
public interface LogDensity {

    /**
     * The log density.
     *
     * @param x states, {@code [n, *shape]}; not modified
     * @return one number a state, in nats
     */
    double[] at(NDArray x);

    /**
     * The normal distribution N(0, deviation^2 I).
     *
     * @param deviation standard deviation of each coordinate, positive
     * @return -|x|^2 / (2 deviation^2) - D log(deviation sqrt(2 pi))
     */
    static LogDensity normal(double deviation) {
        if (!(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException(
                    "deviation: expected a positive number, found "
                            + deviation
                            + "; follow the flow to a time with noise");
        }
        return x -> {
            int n = Math.toIntExact(x.getShape().get(0));
            double[] all = Frames.numbers(x);
            int d = all.length / n;
            double[] logs = new double[n];
            for (int i = 0; i < n; i++) {
                double squares = 0;
                for (int a = i * d; a < (i + 1) * d; a++) {
                    squares += all[a] * all[a];
                }
                logs[i] =
                        -squares / (2 * deviation * deviation)
                                - d * Math.log(deviation * Math.sqrt(2 * Math.PI));
            }
            return logs;
        };
    }
}
