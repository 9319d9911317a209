// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.scorefield.evaluation.EvaluationException;

/** Sums and maps over rows, in batches that bound the memory for intermediate results. */
final class Batches {
    /** Numbers in the features of one batch: 8 MiB. */
    private static final int NUMBERS = 1 << 20;

    private Batches() {}

    /**
     * The sum of a function of batches of rows.
     *
     * @param width numbers that the function makes of one row
     * @param term gives arrays of one shape, made from its argument; all that it makes is closed
     */
    static double[] sum(Target target, long width, Function<Target, NDArray> term) {
        long rows = target.rows();
        if (rows == 0) {
            throw new EvaluationException(
                    "rows: expected at least 1, found 0; give each level more samples");
        }
        long step = Math.max(1, NUMBERS / Math.max(1, width));
        double[] sum = new double[0];
        for (long from = 0; from < rows; from += step) {
            stopWhereInterrupted();
            try (NDManager manager = target.x().getManager().newSubManager()) {
                Target part = target.rows(from, Math.min(rows, from + step));
                part.x().attach(manager);
                part.v().attach(manager);
                double[] numbers = term.apply(part).toDoubleArray();
                if (from == 0) {
                    sum = numbers;
                } else {
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += numbers[i];
                    }
                }
            }
        }
        return sum;
    }

    /** As {@link #sum(Target, long, Function)}, of points alone. */
    static double[] sum(NDArray x, long width, UnaryOperator<NDArray> term) {
        return sum(new Target(x, x, 0), width, part -> term.apply(part.x()));
    }

    /**
     * A function of rows, batch by batch.
     *
     * @param x points, [n, D]; not modified
     * @param width numbers that the function makes of one row
     * @param function gives one row a row, made from its argument
     * @return [n, ...], owned by x's manager
     */
    static NDArray map(NDArray x, long width, UnaryOperator<NDArray> function) {
        long rows = x.getShape().get(0);
        long step = Math.max(1, NUMBERS / Math.max(1, width));
        try (NDManager results = x.getManager().newSubManager()) {
            NDList parts = new NDList();
            for (long from = 0; from == 0 || from < rows; from += step) {
                stopWhereInterrupted();
                try (NDManager manager = results.newSubManager()) {
                    Target part = new Target(x, x, 0).rows(from, Math.min(rows, from + step));
                    part.x().attach(manager);
                    part.v().attach(manager);
                    NDArray result = function.apply(part.x());
                    result.attach(results);
                    parts.add(result);
                }
            }
            NDArray whole = NDArrays.concat(parts, 0);
            whole.attach(x.getManager());
            return whole;
        }
    }

    /** A fit of many rows passes over them often, and is to end soon where it is cancelled. */
    private static void stopWhereInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("fit: cancelled by an interrupt");
        }
    }

    /** Refuses coefficients of another class. */
    static void checkLength(double[] theta, int features) {
        if (theta.length != features) {
            throw new IllegalArgumentException(
                    "theta: expected "
                            + features
                            + " coefficients, found "
                            + theta.length
                            + "; take them from a fit of this class");
        }
    }

    /** Numbers in an array beside another: on its device, owned by its manager. */
    static NDArray beside(NDArray other, double[] numbers, long... shape) {
        return other.getManager()
                .create(numbers, new Shape(shape))
                .toDevice(other.getDevice(), false);
    }
}
