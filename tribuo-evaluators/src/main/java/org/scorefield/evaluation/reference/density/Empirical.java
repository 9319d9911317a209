// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.scorefield.evaluation.reference.ReferenceData;

/**
 * The uniform distribution on given points y_1 .. y_N; noised, it is the mixture (1/N) sum_k
 * N(alpha y_k, sigma^2 I).
 *
 * <p>With weights w_k(x) = softmax_k(-|x - alpha y_k|^2 / (2 sigma^2)), nearest point y* (that of
 * the largest weight), d_k = y_k - y* and d = sum_k w_k d_k:
 *
 * <pre>
 *   log p = -|x - alpha y*|^2 / (2 sigma^2) + log sum_k (w_k / w*) - log N - (D/2) log(2 pi sigma^2)
 *   E[x0 | x] = y* + d
 *   s = (alpha y* - x + alpha d) / sigma^2
 *   H v = (alpha^2 / sigma^4) (sum_k w_k d_k (d_k . v) - d (d . v)) - v / sigma^2
 * </pre>
 *
 * <p>These are sums of matrix products: no array of differences [n, N, D] is formed. Everything
 * that could cancel is a difference from the nearest point, so that a weight of 1e-300 beside it
 * still counts with its digits. Points are centred on their mean; where products of centred numbers
 * would still leave an error above 1e-12 in the exponents (small sigma), the points that can matter
 * are taken again by their differences.
 *
 * <p>Cost: O(n N D). Memory: 8 N D bytes held by the manager given at construction (63 MB for
 * 10,000 points in 784 dimensions, 1.2 GB for 50,000 in 3072); during a call, a few arrays of at
 * most 32 MiB, or of 8 N bytes where that is more, whatever n is. Repeating every point changes
 * nothing.
 */
public final class Empirical implements ReferenceDistribution {

    private final Cloud cloud;

    private Empirical(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * The distribution of reference data.
     *
     * @param data the points
     * @param manager owner of a copy of the points, on its device; it must outlive the distribution
     * @return the distribution, each point of the same weight
     */
    public static Empirical of(ReferenceData data, NDManager manager) {
        int n = data.count();
        int dimension = data.dimension();
        NDArray points = manager.zeros(new Shape(n, dimension), DataType.FLOAT64);
        int step = Rows.fitting(dimension);
        for (int from = 0; from < n; from += step) {
            int end = Math.min(n, from + step);
            double[] block = new double[(end - from) * dimension];
            for (int i = 0; i < block.length; i++) {
                block[i] = data.value(from + i / dimension, i % dimension);
            }
            try (NDArray rows = manager.create(block, new Shape(end - from, dimension))) {
                points.set(new NDIndex(from + ":" + end), rows);
            }
        }
        return new Empirical(Cloud.of(points));
    }

    /**
     * The distribution of points in memory.
     *
     * @param points [N][D], finite, N and D at least 1; copied
     * @param manager owner of the copy, on its device; it must outlive the distribution
     * @return the distribution, each point of the same weight
     * @throws IllegalArgumentException if the points are not as said
     */
    public static Empirical of(double[][] points, NDManager manager) {
        if (points.length == 0 || points[0].length == 0) {
            throw new IllegalArgumentException(
                    "points: expected at least one point of at least one coordinate, found none;"
                            + " give [N][D]");
        }
        int dimension = points[0].length;
        double[] flat = new double[Math.multiplyExact(points.length, dimension)];
        for (int k = 0; k < points.length; k++) {
            if (points[k].length != dimension) {
                throw new IllegalArgumentException(
                        String.format(
                                "points: expected %d coordinates each, found %d at point %d; give"
                                        + " rows of one length",
                                dimension, points[k].length, k));
            }
            System.arraycopy(points[k], 0, flat, k * dimension, dimension);
        }
        NDArray array = manager.create(flat, new Shape(points.length, dimension));
        States.checkPoints(array);
        return new Empirical(Cloud.of(array));
    }

    /**
     * The same distribution, cheaper: weights w_k with another relative error than 1e-12, so that
     * fewer exponents are computed again by differences. Shares the points.
     *
     * @param error largest relative error of a weight from rounding, in [1e-12, 1e-3]
     * @return the distribution
     * @throws IllegalArgumentException if the error is not in that range
     */
    public Empirical withWeightError(double error) {
        if (!(error >= 1e-12 && error <= 1e-3)) {
            throw new IllegalArgumentException(
                    "error: expected a number in [1e-12, 1e-3], found "
                            + error
                            + "; choose the error that weights may have");
        }
        return new Empirical(cloud.withExponentError(error));
    }

    /** {@return n, the number of points, repeated ones counted} */
    public int count() {
        return cloud.count();
    }

    /**
     * Distances to the nearest point, min_k |x - alpha y_k|.
     *
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @param alpha factor of the data, at least 0
     * @return [n], in the units of x
     * @throws IllegalArgumentException if an argument is not as said
     */
    public double[] nearestDistances(NDArray x, double alpha) {
        check(x, alpha, 1);
        int n = Math.toIntExact(x.getShape().get(0));
        double[] distances = new double[n];
        int step = rows(1);
        for (int from = 0; from < n; from += step) {
            int end = Math.min(n, from + step);
            try (NDManager manager = x.getManager().newSubManager(x.getDevice())) {
                NDArray block = x.get(manager, new NDIndex(from + ":" + end));
                double[] part = cloud.distances(onDevice(block, cloud.device()), alpha);
                System.arraycopy(part, 0, distances, from, part.length);
            }
        }
        return distances;
    }

    @Override
    public int rank(int atMost) {
        return Math.min(Math.min(atMost, dimension()), cloud.distinct(atMost + 1) - 1);
    }

    @Override
    public int dimension() {
        return cloud.dimension();
    }

    @Override
    public NDArray logDensity(NDArray x, double alpha, double sigma) {
        return map(x, alpha, sigma, Neighbours::logDensity);
    }

    @Override
    public NDArray score(NDArray x, double alpha, double sigma) {
        return map(x, alpha, sigma, Neighbours::score);
    }

    @Override
    public NDArray denoiser(NDArray x, double alpha, double sigma) {
        return map(x, alpha, sigma, Neighbours::denoiser);
    }

    @Override
    public NDArray hessianProduct(NDArray x, NDArray v, double alpha, double sigma) {
        check(x, alpha, sigma);
        States.checkDirections(x, v);
        return Rows.map(
                x,
                rows(1),
                v.getShape().dimension() - 2,
                (block, slice) -> {
                    NDArray states = onDevice(block, cloud.device());
                    NDArray directions = onDevice(slice.apply(v), cloud.device());
                    NDArray product = cloud.neighbours(states, alpha, sigma).hessian(directions);
                    return onDevice(product, x.getDevice());
                });
    }

    @Override
    public NDArray covarianceProduct(NDArray x, NDArray v, double alpha, double sigma) {
        check(x, alpha, sigma);
        States.checkDirections(x, v);
        return Rows.map(
                x,
                rows(1),
                v.getShape().dimension() - 2,
                (block, slice) -> {
                    NDArray states = onDevice(block, cloud.device());
                    NDArray directions = onDevice(slice.apply(v), cloud.device());
                    NDArray product =
                            cloud.neighbours(states, alpha, sigma).scaledCovariance(directions);
                    return onDevice(product, x.getDevice());
                });
    }

    /**
     * {@inheritDoc}
     *
     * <p>In the log domain, from the nearest point: eigenvalues of any smallness have their digits,
     * at any sigma. Only points whose weight can matter take part, m of them; cost for each state,
     * besides the exponents of all points: O(m^2 D) for up to 2,048 of them, else products with m
     * points by the block Krylov method of {@link TopAxes}. So the frame costs little more than the
     * score where few points have weight, and many times as much where thousands have. Memory: 8 m
     * D bytes.
     */
    @Override
    public PosteriorAxes posteriorAxes(NDArray x, double alpha, double sigma, int count) {
        check(x, alpha, sigma);
        States.checkCount(count, dimension());
        if (alpha == 0) {
            return PosteriorAxes.none(x, count);
        }
        int n = Math.toIntExact(x.getShape().get(0));
        double[][] logs = new double[n][count];
        double[] residuals = new double[n];
        NDArray axes =
                x.getManager()
                        .zeros(new Shape(n, count, dimension()), DataType.FLOAT64, x.getDevice());
        int step = rows(1);
        for (int from = 0; from < n; from += step) {
            int end = Math.min(n, from + step);
            try (NDManager manager = x.getManager().newSubManager(cloud.device())) {
                NDArray block = x.get(manager, new NDIndex(from + ":" + end));
                Cloud.Exponents rough =
                        cloud.exponents(onDevice(block, cloud.device()), alpha, sigma);
                for (int i = from; i < end; i++) {
                    try (NDManager inner = manager.newSubManager(cloud.device())) {
                        Spectrum.Found found =
                                new Spectrum(cloud, inner, rough, i - from).find(count);
                        residuals[i] = found.residual();
                        int rank = found.axes().length;
                        Arrays.fill(logs[i], rank, count, Double.NEGATIVE_INFINITY);
                        System.arraycopy(found.logRatios(), 0, logs[i], 0, rank);
                        if (rank > 0) {
                            double[] flat =
                                    Arrays.stream(found.axes())
                                            .flatMapToDouble(Arrays::stream)
                                            .toArray();
                            NDArray rows = inner.create(flat, new Shape(rank, dimension()));
                            axes.set(new NDIndex(i + ", :" + rank), onDevice(rows, x.getDevice()));
                        }
                    }
                }
            }
        }
        return new PosteriorAxes(axes, 0, logs, residuals);
    }

    @Override
    public NDArray logDensity(NDArray x, Levels levels) {
        return map(x, levels, Neighbours::logDensity);
    }

    @Override
    public NDArray score(NDArray x, Levels levels) {
        return map(x, levels, Neighbours::score);
    }

    @Override
    public NDArray denoiser(NDArray x, Levels levels) {
        return map(x, levels, Neighbours::denoiser);
    }

    @Override
    public Moments moments(NDArray x, Levels levels) {
        try (NDManager manager = x.getManager().newSubManager(x.getDevice())) {
            NDArray both = map(x, levels, Neighbours::scoreAndDenoiser);
            both.attach(manager);
            int d = dimension();
            NDArray score = both.get(":, :, :" + d);
            NDArray denoiser = both.get(":, :, " + d + ":");
            score.attach(x.getManager());
            denoiser.attach(x.getManager());
            return new Moments(score, denoiser);
        }
    }

    @Override
    public NDArray sample(int n, RandomGenerator random, NDManager manager) {
        States.checkDraws(n);
        int[] chosen = new int[n];
        for (int i = 0; i < n; i++) {
            chosen[i] = random.nextInt(count());
        }
        try (NDManager inner = manager.newSubManager(cloud.device())) {
            NDArray points = cloud.rows(inner.create(chosen)).add(cloud.mean(inner));
            NDArray draws = onDevice(points, manager.getDevice());
            draws.attach(manager);
            return draws;
        }
    }

    private NDArray map(
            NDArray x, double alpha, double sigma, Function<Neighbours, NDArray> function) {
        check(x, alpha, sigma);
        return Rows.map(
                x,
                rows(1),
                0,
                (block, slice) -> {
                    NDArray states = onDevice(block, cloud.device());
                    NDArray result = function.apply(cloud.neighbours(states, alpha, sigma));
                    return onDevice(result, x.getDevice());
                });
    }

    private NDArray map(NDArray x, Levels levels, Function<Neighbours, NDArray> function) {
        States.check(x, dimension());
        levels.check(x, 0);
        return levels.mapShared(
                x,
                rows(levels.each()),
                (block, own) -> {
                    NDArray states = onDevice(block, cloud.device());
                    return onDevice(function.apply(cloud.neighbours(states, own)), x.getDevice());
                });
    }

    private void check(NDArray x, double alpha, double sigma) {
        States.check(x, dimension());
        States.checkLevel(alpha, sigma, 0);
    }

    private int rows(int levels) {
        return Rows.fitting((long) levels * Math.max(count(), dimension()));
    }

    private static NDArray onDevice(NDArray array, Device device) {
        if (array.getDevice().equals(device)) {
            return array;
        }
        NDArray moved = array.toDevice(device, false);
        // A manager on the device itself, which closes with the array's.
        moved.attach(array.getManager().newSubManager(device));
        return moved;
    }
}
