// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.function.UnaryOperator;

/** A function of a batch, computed on a few rows at a time so that its temporaries stay small. */
final class Rows {

    /** Numbers in one temporary array: 32 MiB of float64. */
    private static final long BUDGET = 1L << 22;

    private Rows() {}

    /** How many rows fit, where each needs {@code width} numbers; at least 1. */
    static int fitting(long width) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, BUDGET / Math.max(1, width)));
    }

    /** A function of some rows of x. */
    @FunctionalInterface
    interface OfRows {
        /**
         * The function's value, owned by any manager below {@code x}'s.
         *
         * @param x some states, [rows, D], owned by a manager that closes after the call
         * @param slice cuts the same rows out of an array that has them on its second last axis
         */
        NDArray apply(NDArray x, UnaryOperator<NDArray> slice);
    }

    /**
     * Applies a function to consecutive blocks of rows and joins the results.
     *
     * @param x states, [n, D]
     * @param step rows at a time
     * @param axis the axis of the result that runs over rows
     * @param function the function
     * @return the joined results, owned by the manager of x
     */
    static NDArray map(NDArray x, int step, int axis, OfRows function) {
        long n = x.getShape().get(0);
        NDManager owner = x.getManager();
        try (NDManager outer = owner.newSubManager(x.getDevice())) {
            NDList parts = new NDList();
            for (long from = 0; from < n; from += step) {
                long start = from;
                long end = Math.min(n, from + step);
                try (NDManager inner = outer.newSubManager(x.getDevice())) {
                    NDArray block = inBlock(x, inner, start, end);
                    NDArray part = function.apply(block, a -> inBlock(a, inner, start, end));
                    part.attach(outer);
                    parts.add(part);
                }
            }
            NDArray joined = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, axis);
            joined.attach(owner);
            return joined;
        }
    }

    private static NDArray inBlock(NDArray array, NDManager manager, long from, long to) {
        String leading = array.getShape().dimension() == 3 ? ":, " : "";
        NDArray part = array.get(manager, new NDIndex(leading + from + ":" + to));
        part.attach(manager);
        return part;
    }
}
