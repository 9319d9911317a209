// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The largest principal axes of the posterior of the data point behind one state.
 *
 * <p>With the nearest point y*, d_k = y_k - y*, and weights w_k of the others, Cov = G^T diag(w) G
 * for rows g_k = d_k - d / (1 + sqrt w*), d = sum_k w_k d_k: a square root of diag(w) - w w^T, with
 * no difference of large numbers and no row too many. Weights stay logarithms: the rows that can
 * matter are scaled by the largest w_k |g_k|^2, the eigenvalues down to 1e-3 of the largest are
 * taken, their axes are projected out of all rows, and what is left is scaled again. So an
 * eigenvalue of e^-4000 has its digits, and so has one of e^-9000 behind it.
 */
final class Spectrum {

    /** Rows below exp(-41) = 2e-18 of the largest are not looked at. */
    private static final double NEGLIGIBLE = 41;

    /** The smallest rows are left out while their sum is below this share of the largest. */
    private static final double TAIL = 1e-13;

    /**
     * A row this small after a projection, of length 1 before, is made of the axes and rounding.
     */
    private static final double DEPENDENT = 1e-9;

    /** Points taken together at least. */
    private static final int AT_ONCE = 64;

    private final Cloud cloud;
    private final NDManager manager;
    private final Cloud.Exponents rough;
    private final int state;
    private final int star;
    private final double[] slope;
    private final double reach;

    /** Exponents of all points but the nearest, rising. */
    private final double[] sorted;

    private int[] active;
    private Differences rows = new HeapDifferences(new double[0][]);
    private double[] logWeights = new double[0];
    private double[] whole = new double[0];
    private double[] left = new double[0];
    private double threshold;
    private double logTotal = Double.NaN;
    private double[] centre = new double[0];

    /**
     * @param manager closes with the work on this state
     * @param state which of the states
     */
    Spectrum(Cloud cloud, NDManager manager, Cloud.Exponents rough, int state) {
        this.cloud = cloud;
        this.manager = manager;
        this.rough = rough;
        this.state = state;
        this.star = nearest();
        this.slope = slope(star);
        // log of the largest |g_k|^2 there can be
        this.reach = Math.log(4) + 2 * Math.log(cloud.radius());
        this.sorted =
                IntStream.range(0, cloud.count())
                        .filter(k -> k != star)
                        .mapToDouble(k -> rough.of(state, k))
                        .sorted()
                        .toArray();
        double first = next(Double.POSITIVE_INFINITY) - NEGLIGIBLE - slack();
        this.threshold = Math.min(first, place(AT_ONCE));
        this.active = above(Double.POSITIVE_INFINITY);
        if (active.length > 0) {
            load(List.of());
        }
    }

    /** Axes in rising number, at most {@code count}, and log(C_j / sigma^2) of each. */
    record Found(double[][] axes, double[] logRatios, double residual) {}

    Found find(int count) {
        List<double[]> axes = new ArrayList<>();
        List<Double> logs = new ArrayList<>();
        double residual = 0;
        double log = Math.log(2 * rough.half());
        while (axes.size() < count && active.length > 0) {
            double[] sizes = sizes();
            double top = Arrays.stream(sizes).max().orElseThrow();
            double below = next(threshold);
            if (below - rough.of(state, star) - logTotal + slack() + reach > top - NEGLIGIBLE) {
                extend(top, below, sizes, axes);
                continue;
            }
            if (top == Double.NEGATIVE_INFINITY) {
                break;
            }
            double least = least(sizes, top);
            double[] weights = new double[sizes.length];
            for (int k = 0; k < sizes.length; k++) {
                weights[k] = sizes[k] >= least ? Math.exp(logWeights[k] - top) : 0;
            }
            Differences.Top found = rows.top(weights, count - axes.size());
            List<double[]> fresh = new ArrayList<>();
            for (int j = 0; j < found.values().length; j++) {
                if (found.values()[j] >= Differences.KEPT * found.values()[0]) {
                    double[] axis = found.axes()[j].clone();
                    orthonormalise(axis, axes);
                    axes.add(axis);
                    fresh.add(axis);
                    logs.add(Math.log(found.values()[j]) + top + log);
                }
            }
            residual = Math.max(residual, found.residual());
            if (axes.size() < count) {
                rows.deflate(fresh.toArray(double[][]::new));
                left = rows.squares();
            }
        }
        return new Found(
                axes.toArray(double[][]::new),
                logs.stream().mapToDouble(Double::doubleValue).toArray(),
                residual);
    }

    private double slack() {
        return 2 * rough.errors()[state];
    }

    /** The size below which the sum of all is negligible. */
    private static double least(double[] sizes, double top) {
        double[] rising = sizes.clone();
        Arrays.sort(rising);
        double sum = 0;
        for (double size : rising) {
            sum += Math.exp(size - top);
            if (sum > TAIL) {
                return Math.max(size, top - NEGLIGIBLE);
            }
        }
        return top;
    }

    /** log(w_k |g_k|^2) of what is left of each row. */
    private double[] sizes() {
        double[] sizes = new double[left.length];
        for (int k = 0; k < sizes.length; k++) {
            boolean spent = left[k] <= DEPENDENT * DEPENDENT * whole[k];
            sizes[k] = spent ? Double.NEGATIVE_INFINITY : logWeights[k] + Math.log(left[k]);
        }
        return sizes;
    }

    /** Takes points of less weight, in place of those that the axes have used up. */
    private void extend(double top, double below, double[] sizes, List<double[]> axes) {
        double before = threshold;
        threshold = below - NEGLIGIBLE;
        if (top > Double.NEGATIVE_INFINITY) {
            double wanted = top - NEGLIGIBLE + rough.of(state, star) + logTotal - slack() - reach;
            threshold = Math.min(below, wanted);
        }
        int taken = sorted.length - below(before);
        threshold = Math.min(threshold, place(taken + AT_ONCE));
        int[] kept =
                IntStream.range(0, active.length)
                        .filter(k -> sizes[k] > Double.NEGATIVE_INFINITY)
                        .map(k -> active[k])
                        .toArray();
        active = IntStream.concat(Arrays.stream(kept), Arrays.stream(above(before))).toArray();
        load(axes);
    }

    private void load(List<double[]> axes) {
        rows = cloud.differences(active, star, manager);
        double[] logs = rows.exponents(slope, rough.half());
        if (Double.isNaN(logTotal)) {
            logTotal = Math.log1p(Arrays.stream(logs).map(Math::exp).sum());
            double[] weights = Arrays.stream(logs).map(l -> Math.exp(l - logTotal)).toArray();
            centre = rows.sum(weights);
            double factor = 1 / (1 + Math.exp(-logTotal / 2));
            Arrays.setAll(centre, i -> factor * centre[i]);
        }
        logWeights = Arrays.stream(logs).map(l -> l - logTotal).toArray();
        rows.shift(centre);
        whole = rows.squares();
        left = whole;
        if (!axes.isEmpty()) {
            rows.deflate(axes.toArray(double[][]::new));
            left = rows.squares();
        }
    }

    /** Points other than the nearest with an exponent in [threshold, before). */
    private int[] above(double before) {
        return IntStream.range(0, cloud.count())
                .filter(k -> k != star)
                .filter(k -> rough.of(state, k) >= threshold && rough.of(state, k) < before)
                .toArray();
    }

    /** The largest exponent below one, of a point other than the nearest. */
    private double next(double before) {
        int below = below(before);
        return below == 0 ? Double.NEGATIVE_INFINITY : sorted[below - 1];
    }

    /** The exponent of the n-th point other than the nearest, or of the last. */
    private double place(int n) {
        return sorted.length == 0
                ? Double.NEGATIVE_INFINITY
                : sorted[Math.max(0, sorted.length - n)];
    }

    /** How many exponents are below one. */
    private int below(double before) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double[] slope(int nearest) {
        double[] slope = rough.x()[state].clone();
        HeapDifferences.add(slope, -rough.alpha(), cloud.row(nearest));
        double factor = 2 * rough.half() / rough.alpha();
        Arrays.setAll(slope, i -> factor * slope[i]);
        return slope;
    }

    /** The point of the largest exponent; where rounding leaves it open, by differences. */
    private int nearest() {
        int best = 0;
        for (int k = 1; k < cloud.count(); k++) {
            best = rough.of(state, k) > rough.of(state, best) ? k : best;
        }
        int first = best;
        double least = rough.of(state, first) - 4 * rough.errors()[state];
        int[] close =
                IntStream.range(0, cloud.count())
                        .filter(k -> k != first && rough.of(state, k) >= least)
                        .toArray();
        if (close.length == 0) {
            return first;
        }
        double[] exact =
                cloud.differences(close, first, manager).exponents(slope(first), rough.half());
        int lead =
                IntStream.range(0, close.length).reduce(0, (i, j) -> exact[j] > exact[i] ? j : i);
        return exact[lead] > 0 ? close[lead] : first;
    }

    private static void orthonormalise(double[] axis, List<double[]> others) {
        double length = Math.sqrt(HeapDifferences.dot(axis, axis));
        Arrays.setAll(axis, i -> axis[i] / length);
        for (double[] other : others) {
            HeapDifferences.add(axis, -HeapDifferences.dot(axis, other), other);
        }
        double rest = Math.sqrt(HeapDifferences.dot(axis, axis));
        Arrays.setAll(axis, i -> axis[i] / rest);
    }
}
