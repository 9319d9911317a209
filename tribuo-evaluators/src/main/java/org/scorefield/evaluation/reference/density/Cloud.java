// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Points less their mean, and the weights that states give them.
 *
 * <p>The arrays are only ever arguments: a result goes to its receiver's manager, and theirs lives
 * long.
 */
final class Cloud {

    /** Usual error of an exponent above which it is computed again by differences. */
    private static final double EXPONENT_ERROR = 1e-12;

    /** Weights below exp(-50) of the largest are left out where exponents are computed again. */
    private static final double NEGLIGIBLE = 50;

    /** Numbers in all points up to which they are kept on the heap too: 2 MiB. */
    private static final long FEW = 1L << 18;

    private final NDArray centred;
    private final NDArray transposed;
    private final NDArray squares;
    private final double[] mean;
    private final double radius;
    private final double exponentError;

    /** The centred points again, where they are few. */
    private final double @Nullable [][] heap;

    private Cloud(Cloud same, double exponentError) {
        this.centred = same.centred;
        this.transposed = same.transposed;
        this.mean = same.mean;
        this.squares = same.squares;
        this.radius = same.radius;
        this.heap = same.heap;
        this.exponentError = exponentError;
    }

    private Cloud(NDArray centred, double[] mean) {
        this.exponentError = EXPONENT_ERROR;
        this.centred = centred;
        this.transposed = centred.transpose();
        this.mean = mean;
        double[] lengths = squares(centred);
        this.squares = centred.getManager().create(lengths);
        this.radius = Math.sqrt(Arrays.stream(lengths).max().orElse(0));
        this.heap = (long) lengths.length * mean.length <= FEW ? unpacked(centred) : null;
    }

    private static double[][] unpacked(NDArray centred) {
        int width = Math.toIntExact(centred.getShape().get(1));
        double[] flat = centred.toDoubleArray();
        double[][] rows = new double[flat.length / width][];
        Arrays.setAll(rows, k -> Arrays.copyOfRange(flat, k * width, (k + 1) * width));
        return rows;
    }

    /** Squared norms of the rows, a block at a time. */
    private static double[] squares(NDArray centred) {
        int n = Math.toIntExact(centred.getShape().get(0));
        int step = Rows.fitting(centred.getShape().get(1));
        double[] squares = new double[n];
        for (int from = 0; from < n; from += step) {
            try (NDManager manager = centred.getManager().newSubManager()) {
                int end = Math.min(n, from + step);
                NDArray rows = centred.get(manager, new NDIndex(from + ":" + end));
                double[] part = rows.square().sum(new int[] {1}).toDoubleArray();
                System.arraycopy(part, 0, squares, from, part.length);
            }
        }
        return squares;
    }

    /** Takes points over, [N, D] FLOAT64. */
    static Cloud of(NDArray points) {
        try (NDArray mean = points.mean(new int[] {0}, true)) {
            points.subi(mean);
            return new Cloud(points, mean.toDoubleArray());
        }
    }

    /** The same points, with exponents to another error. */
    Cloud withExponentError(double error) {
        return new Cloud(this, error);
    }

    int count() {
        return Math.toIntExact(centred.getShape().get(0));
    }

    int dimension() {
        return mean.length;
    }

    Device device() {
        return centred.getDevice();
    }

    /** sum_k c_k y_k over centred points, for coefficients [n, N], as [n, D]. */
    NDArray combine(NDArray coefficients) {
        return coefficients.matMul(centred);
    }

    /** Inner products of rows [n, D] with the centred points, [n, N]. */
    NDArray along(NDArray rows) {
        return rows.matMul(transposed);
    }

    /** Some centred points, [rows, D], by their numbers, [rows]. */
    NDArray rows(NDArray numbers) {
        return centred.get(numbers.getManager(), new NDIndex("{}", numbers));
    }

    /** One centred point, [D]; not to be changed. */
    double[] row(int k) {
        if (heap != null) {
            return heap[k];
        }
        try (NDManager inner = centred.getManager().newSubManager(device())) {
            return centred.get(inner, new NDIndex(k)).toDoubleArray();
        }
    }

    /** Differences of points from one of them; the manager closes when they are done with. */
    Differences differences(int[] numbers, int from, NDManager manager) {
        if (heap == null) {
            NDArray some = rows(manager.create(numbers));
            try (NDArray base = manager.create(row(from), new Shape(1, dimension()))) {
                some.subi(base);
            }
            return new ArrayDifferences(some, manager);
        }
        double[][] differences = new double[numbers.length][];
        for (int i = 0; i < numbers.length; i++) {
            differences[i] = heap[numbers[i]].clone();
            HeapDifferences.add(differences[i], -1, heap[from]);
        }
        return new HeapDifferences(differences);
    }

    /** The number of distinct points, or {@code atMost} if there are more. */
    int distinct(int atMost) {
        Set<List<Double>> seen = new HashSet<>();
        for (int k = 0; k < count() && seen.size() < atMost; k++) {
            seen.add(Arrays.stream(row(k)).boxed().toList());
        }
        return seen.size();
    }

    /** The largest norm of a centred point. */
    double radius() {
        return radius;
    }

    /** The mean of the points, [D]. */
    NDArray mean(NDManager manager) {
        return manager.create(mean);
    }

    /** The posterior of the point behind each state, [n, D], at one noise level for all. */
    Neighbours neighbours(NDArray states, double alpha, double sigma) {
        int n = Math.toIntExact(states.getShape().get(0));
        double[] a = new double[n];
        double[] s = new double[n];
        Arrays.fill(a, alpha);
        Arrays.fill(s, sigma);
        NDArray x = states.sub(mean(states.getManager()).mul(alpha));
        return neighbours(x, along(x), a, s);
    }

    /**
     * The posterior of the point behind each state at each of its levels, m a state, [n m, ..]; the
     * inner products of a state with the points serve all of its levels.
     *
     * @param states [n, D]
     * @param levels alpha and sigma, [2, n, m]
     */
    Neighbours neighbours(NDArray states, NDArray levels) {
        NDManager manager = states.getManager();
        int n = Math.toIntExact(states.getShape().get(0));
        int each = Math.toIntExact(levels.getShape().get(2));
        double[] both = levels.toDoubleArray();
        double[] a = Arrays.copyOfRange(both, 0, n * each);
        double[] s = Arrays.copyOfRange(both, n * each, 2 * n * each);
        NDArray rest = column(manager, Arrays.stream(a).map(alpha -> 1 - alpha).toArray());
        NDArray centre = mean(manager).expandDims(0);
        // x - alpha mean = (x - mean) + (1 - alpha) mean
        NDArray own = states.sub(centre);
        NDArray x = repeat(own, each).add(rest.mul(centre));
        NDArray products = repeat(along(own), each).addi(rest.mul(along(centre)));
        return neighbours(x, products, a, s);
    }

    /** Distances of states [n, D] to the nearest point times alpha, [n]. */
    double[] distances(NDArray states, double alpha) {
        NDArray x = states.sub(mean(states.getManager()).mul(alpha));
        // |x - alpha y|^2 less |x|^2, over 2: enough to know the nearest
        NDArray halves = column(x.getManager(), new double[] {alpha * alpha / 2}).mul(squares);
        NDArray nearness = along(x).muli(alpha).subi(halves);
        NDArray gap = x.sub(rows(nearness.argMax(1)).mul(alpha));
        return gap.square().sum(new int[] {1}).sqrt().toDoubleArray();
    }

    /** log w_k up to a constant a state, of states [n, D] at one noise level. */
    Exponents exponents(NDArray states, double alpha, double sigma) {
        NDArray x = states.sub(mean(states.getManager()).mul(alpha));
        double ratio = alpha / sigma;
        double half = ratio * ratio / 2;
        NDArray halves = column(x.getManager(), new double[] {half}).mul(squares);
        NDArray logits = along(x).muli(ratio / sigma).subi(halves);
        double[][] rows = unpacked(x);
        double[] errors = new double[rows.length];
        for (int i = 0; i < errors.length; i++) {
            double length = Math.sqrt(HeapDifferences.dot(rows[i], rows[i]));
            errors[i] =
                    4 * Math.ulp(1.0) * radius * (ratio / sigma * length + ratio * ratio * radius);
        }
        return new Exponents(rows, logits.toDoubleArray(), errors, alpha, half);
    }

    /**
     * Exponents of some states, with the errors of inner products.
     *
     * @param x states less alpha times the mean, [n][D]
     * @param logits alpha x . y_k / sigma^2 - half |y_k|^2, [n N]
     * @param errors bounds on their errors, [n]
     * @param alpha factor of the data
     * @param half alpha^2 / (2 sigma^2)
     */
    record Exponents(double[][] x, double[] logits, double[] errors, double alpha, double half) {
        double of(int state, int point) {
            return logits[state * (logits.length / errors.length) + point];
        }
    }

    private static NDArray repeat(NDArray rows, int times) {
        long n = rows.getShape().get(0);
        long width = rows.getShape().get(1);
        return rows.expandDims(1)
                .broadcast(new Shape(n, times, width))
                .reshape(n * times, width)
                .duplicate();
    }

    private static NDArray column(NDManager manager, double[] values) {
        return manager.create(values, new Shape(values.length, 1));
    }

    /**
     * @param x states less alpha times the mean, [n, D]
     * @param products their inner products with the centred points, [n, N]; overwritten
     */
    private Neighbours neighbours(NDArray x, NDArray products, double[] a, double[] s) {
        NDManager manager = x.getManager();
        int n = a.length;
        NDArray alpha = column(manager, a);
        NDArray sigma = column(manager, s);
        double[] slopes = new double[n];
        double[] halves = new double[n];
        double[] errors = new double[n];
        double[] lengths = x.square().sum(new int[] {1}).sqrt().toDoubleArray();
        double shift = Math.sqrt(Arrays.stream(mean).map(m -> m * m).sum());
        for (int i = 0; i < n; i++) {
            double ratio = a[i] / s[i];
            slopes[i] = ratio / s[i];
            halves[i] = 0.5 * ratio * ratio;
            double length = lengths[i] + 2 * Math.abs(1 - a[i]) * shift;
            errors[i] = 4 * Math.ulp(1.0) * radius * (slopes[i] * length + ratio * ratio * radius);
        }
        // log w_k up to a constant: alpha x . y_k / sigma^2 - alpha^2 |y_k|^2 / (2 sigma^2)
        NDArray logits =
                products.muli(column(manager, slopes)).subi(column(manager, halves).mul(squares));
        NDArray index = logits.argMax(1);
        NDArray nearest = rows(index);
        if (Arrays.stream(errors).anyMatch(e -> e > exponentError)) {
            NDArray gap = x.sub(nearest.mul(alpha));
            for (int i = 0; i < n; i++) {
                if (errors[i] > exponentError) {
                    try (NDManager inner = manager.newSubManager(x.getDevice())) {
                        NDIndex row = new NDIndex(i);
                        NDArray refined =
                                refine(
                                        logits.get(inner, row),
                                        gap.get(inner, row).mul(slopes[i]),
                                        nearest.get(inner, row),
                                        new double[] {halves[i], errors[i]});
                        logits.set(row, refined);
                    }
                }
            }
            index = logits.argMax(1);
            nearest = rows(index);
        }
        NDArray weights = logits.subi(logits.max(new int[] {1}, true)).exp();
        NDArray others =
                weights.muli(
                        manager.arange(0, count(), 1, DataType.INT64)
                                .neq(index.expandDims(1))
                                .toType(DataType.FLOAT64, false));
        NDArray total = others.sum(new int[] {1}, true).add(1);
        NDArray gap = x.sub(nearest.mul(alpha));
        return new Neighbours(this, alpha, sigma, nearest, gap, others.divi(total), total);
    }

    /**
     * Exponents of one state as log w_k - log w* = alpha gap . d_k / sigma^2 - alpha^2 |d_k|^2 / (2
     * sigma^2), d_k = y_k - y*, for all points that may have weight, and minus infinity for others.
     *
     * @param logits exponents with an error, [N]
     * @param slope alpha gap / sigma^2, [D]
     * @param nearest y*, [D]
     * @param level alpha^2 / (2 sigma^2), and the error
     */
    private NDArray refine(NDArray logits, NDArray slope, NDArray nearest, double[] level) {
        double[] all = logits.toDoubleArray();
        double max = Arrays.stream(all).max().orElseThrow();
        double least = max - NEGLIGIBLE - 4 * level[1];
        int[] candidates = IntStream.range(0, all.length).filter(k -> all[k] >= least).toArray();
        double[] exact = new double[all.length];
        Arrays.fill(exact, Double.NEGATIVE_INFINITY);
        int step = Rows.fitting(dimension());
        for (int start = 0; start < candidates.length; start += step) {
            int end = Math.min(candidates.length, start + step);
            int[] some = Arrays.copyOfRange(candidates, start, end);
            try (NDManager inner = logits.getManager().newSubManager(logits.getDevice())) {
                NDArray d = rows(inner.create(some)).sub(nearest);
                NDArray toward = d.mul(slope).sum(new int[] {1});
                NDArray apart = d.square().sum(new int[] {1}).mul(level[0]);
                double[] exponents = toward.sub(apart).toDoubleArray();
                for (int j = 0; j < some.length; j++) {
                    exact[some[j]] = exponents[j];
                }
            }
        }
        return logits.getManager().create(exact);
    }
}
