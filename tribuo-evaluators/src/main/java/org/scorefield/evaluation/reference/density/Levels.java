// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/**
 * Noise levels of its own for every state: m of them each.
 *
 * @param alpha factors of the data, [n][m]; copied
 * @param sigma standard deviations of the noise, [n][m]; copied
 */
public record Levels(double[][] alpha, double[][] sigma) {

    /**
     * Copies both and refuses shapes that differ.
     *
     * @param alpha factors of the data, [n][m]; copied
     * @param sigma standard deviations of the noise, [n][m]; copied
     */
    public Levels {
        alpha = copy(alpha);
        sigma = copy(sigma);
        boolean fit = alpha.length > 0 && alpha.length == sigma.length;
        for (int i = 0; fit && i < alpha.length; i++) {
            fit =
                    alpha[0].length > 0
                            && alpha[i].length == alpha[0].length
                            && sigma[i].length == alpha[0].length;
        }
        if (!fit) {
            throw new IllegalArgumentException(
                    "levels: expected alpha and sigma of one shape [n][m], n and m at least 1,"
                            + " found others; give every state as many levels");
        }
    }

    /** {@return n, the number of states} */
    public int states() {
        return alpha.length;
    }

    /** {@return m, the number of levels of each state} */
    public int each() {
        return alpha[0].length;
    }

    /** {@return the factors of the data, [n][m]} A copy. */
    @Override
    public double[][] alpha() {
        return copy(alpha);
    }

    /** {@return the standard deviations of the noise, [n][m]} A copy. */
    @Override
    public double[][] sigma() {
        return copy(sigma);
    }

    /** alpha and sigma as [2, n, m] FLOAT64. */
    NDArray array(NDManager manager) {
        double[] flat = new double[2 * states() * each()];
        for (int i = 0; i < states(); i++) {
            System.arraycopy(alpha[i], 0, flat, i * each(), each());
            System.arraycopy(sigma[i], 0, flat, (states() + i) * each(), each());
        }
        return manager.create(flat, new Shape(2, states(), each()));
    }

    private void checkStates(NDArray x) {
        if (x.getShape().get(0) != states()) {
            throw new IllegalArgumentException(
                    String.format(
                            "levels: expected those of %d states, found %d; give a row for each"
                                    + " state",
                            x.getShape().get(0), states()));
        }
    }

    void check(NDArray x, double smallestVariance) {
        checkStates(x);
        for (int i = 0; i < states(); i++) {
            for (int j = 0; j < each(); j++) {
                States.checkLevel(alpha[i][j], sigma[i][j], smallestVariance);
            }
        }
    }

    /** A function of states with a level each. */
    @FunctionalInterface
    interface OfStates {
        /**
         * The function's value, [r] or [r, D].
         *
         * @param x states, [r, D]
         * @param alpha their factors of the data, [r, 1]
         * @param sigma their standard deviations of the noise, [r, 1]
         */
        NDArray apply(NDArray x, NDArray alpha, NDArray sigma);
    }

    /**
     * A function of every state at each of its levels, a few states at a time.
     *
     * @return [n, m] where the function gives [r], [n, m, D] where it gives [r, D]; owned by x's
     *     manager
     */
    NDArray map(NDArray x, int step, OfStates function) {
        return mapShared(
                x,
                step,
                (states, both) -> {
                    long rows = states.getShape().get(0) * each();
                    NDArray repeated =
                            states.expandDims(1)
                                    .broadcast(states.getShape().get(0), each(), width(states))
                                    .reshape(rows, width(states));
                    return function.apply(
                            repeated, both.get(0).reshape(rows, 1), both.get(1).reshape(rows, 1));
                });
    }

    /**
     * The same for a function that shares work between the levels of a state: of states [r, D] and
     * their levels [2, r, m], with values [r m] or [r m, D].
     */
    NDArray mapShared(NDArray x, int step, BinaryOperator<NDArray> function) {
        try (NDManager manager = x.getManager().newSubManager(x.getDevice())) {
            NDArray all = array(manager);
            return Rows.map(
                    x,
                    step,
                    0,
                    (states, slice) -> {
                        NDArray flat = function.apply(states, slice.apply(all));
                        Shape each = new Shape(states.getShape().get(0), each());
                        return flat.reshape(each.addAll(flat.getShape().slice(1)));
                    });
        }
    }

    private static long width(NDArray states) {
        return states.getShape().get(1);
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
