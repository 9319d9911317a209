// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.scorefield.evaluation.ridge.trajectory.Band;

/** Nearest points by looking at all of them, on the heap; for a few states. */
final class Nearest {

    /** Points whose neighbours are looked for, at most. */
    private static final int LOOK = 256;

    private Nearest() {}

    /** The number of the row of points [N, D] nearest to x, [D]. */
    static int index(double[] x, double[][] points) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.length; i++) {
            double distance = squared(x, points[i], least);
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    /**
     * The median over points of the distance to the nearest other point that differs.
     *
     * @param points {@code [N, D]}; not modified
     */
    static double spacing(NDArray points) {
        double[][] rows = rows(points);
        int count = Math.min(LOOK, rows.length);
        double[] nearest = new double[count];
        for (int i = 0; i < count; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (double[] other : rows) {
                double distance = squared(rows[i], other, least);
                least = distance > 0 ? Math.min(least, distance) : least;
            }
            nearest[i] = Math.sqrt(least);
        }
        return Band.quantile(nearest, 0.5);
    }

    /** Rows of [n, D]. */
    static double[][] rows(NDArray array) {
        try (NDManager manager = array.getManager().newSubManager()) {
            NDArray own = array.duplicate();
            own.attach(manager);
            double[] flat = own.toDoubleArray();
            int width = Math.toIntExact(array.getShape().get(1));
            double[][] rows = new double[flat.length / width][];
            Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
            return rows;
        }
    }

    /** |a - b|^2, or something at least as large as {@code enough}. */
    private static double squared(double[] a, double[] b, double enough) {
        double sum = 0;
        for (int i = 0; i < a.length && sum < enough; i++) {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }
}
