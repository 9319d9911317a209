// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The squared maximum mean discrepancy E k(x, x') + E k(y, y') - 2 E k(x, y) with the Gaussian
 * kernel k(x, y) = exp(-|x - y|^2 / (2 h^2)), a number without unit in [0, 2].
 *
 * <p>Unbiased (a U-statistic), so it may be negative where the distributions are close. Standard
 * error as for {@link EnergyDistance}, with the bandwidth h taken as given; a median bandwidth
 * moves with the samples, and the standard error was then up to 1.4 times too large. Cost: O((n +
 * m)^2 D) time, and a few arrays of at most 32 MiB. Source: Gretton et al. 2012, A kernel
 * two-sample test, equation 3.
 */
public final class MaximumMeanDiscrepancy implements SampleDistance {

    /** Samples of each side that the median is taken over. */
    private static final int MEDIAN_SAMPLES = 500;

    /** NaN: the median. */
    private final double bandwidth;

    private MaximumMeanDiscrepancy(double bandwidth) {
        this.bandwidth = bandwidth;
    }

    /**
     * With a given bandwidth: the choice for comparing several models with one reference.
     *
     * @param bandwidth h, positive, in the units of the data
     * @return the distance
     * @throws IllegalArgumentException if it is not
     */
    public static MaximumMeanDiscrepancy ofBandwidth(double bandwidth) {
        if (!(bandwidth > 0 && bandwidth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    String.format(
                            "bandwidth: expected a positive number, found %s; take the median"
                                    + " distance of reference samples",
                            bandwidth));
        }
        return new MaximumMeanDiscrepancy(bandwidth);
    }

    /**
     * {@return with the median heuristic: h is the median distance between different members of the
     * joint sample, of which at most 500 a side, evenly spread, are looked at}
     */
    public static MaximumMeanDiscrepancy ofMedianBandwidth() {
        return new MaximumMeanDiscrepancy(Double.NaN);
    }

    @Override
    public String name() {
        return Double.isNaN(bandwidth)
                ? "squared MMD (Gaussian kernel, median bandwidth)"
                : String.format("squared MMD (Gaussian kernel, bandwidth %s)", bandwidth);
    }

    @Override
    public DistanceEstimate distance(NDArray x, NDArray y) {
        Samples.check(x, y);
        double h = Double.isNaN(bandwidth) ? medianDistance(x, y) : bandwidth;
        return KernelDistance.of(x, y, d -> d.divi(-2 * h * h).exp(), 1);
    }

    /**
     * The median distance between different members of the joint sample, in the units of the data.
     *
     * @param x samples, {@code [n, D]} FLOAT64. Not modified
     * @param y samples, {@code [m, D]} FLOAT64. Not modified
     * @return h, positive
     * @throws IllegalArgumentException if an array is not as {@link #distance} says, or more than
     *     half of the pairs coincide
     */
    public static double medianDistance(NDArray x, NDArray y) {
        Samples.check(x, y);
        try (NDManager manager = x.getManager().newSubManager(x.getDevice())) {
            NDArray joint = NDArrays.concat(new NDList(some(x, manager), some(y, manager)), 0);
            joint.attach(manager);
            int n = Samples.rows(joint);
            double[] flat = joint.toDoubleArray();
            int dimension = flat.length / n;
            double[] distances = new double[n * (n - 1) / 2];
            int pair = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    double sum = 0;
                    for (int k = 0; k < dimension; k++) {
                        double difference = flat[i * dimension + k] - flat[j * dimension + k];
                        sum += difference * difference;
                    }
                    distances[pair++] = Math.sqrt(sum);
                }
            }
            Arrays.sort(distances);
            int middle = distances.length / 2;
            double median =
                    distances.length % 2 == 1
                            ? distances[middle]
                            : 0.5 * (distances[middle - 1] + distances[middle]);
            if (!(median > 0)) {
                throw new IllegalArgumentException(
                        "bandwidth: expected a positive median distance, found 0 since most samples"
                                + " coincide; give a bandwidth");
            }
            return median;
        }
    }

    private static NDArray some(NDArray samples, NDManager manager) {
        int n = Samples.rows(samples);
        int taken = Math.min(n, MEDIAN_SAMPLES);
        int[] chosen = IntStream.range(0, taken).map(i -> (int) ((long) i * n / taken)).toArray();
        NDArray index = manager.create(chosen).toDevice(samples.getDevice(), false);
        index.attach(manager);
        return samples.get(manager, new NDIndex("{}", index));
    }
}
