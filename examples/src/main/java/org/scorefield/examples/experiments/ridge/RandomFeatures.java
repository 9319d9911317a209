// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Fixed random features of state and time, f(x, tau) = relu(Wx x + Wt phi(tau) + b) with phi(tau) =
 * (1, sin(2 pi k tau / T), cos(2 pi k tau / T), k = 1 .. K). Immutable.
 */
final class RandomFeatures {

    private final double[][] wx;
    private final double[][] wt;
    private final double[] b;
    private final double horizon;

    /**
     * Features of given weights.
     *
     * @param wx Wx, [p][D], no row 0; copied
     * @param wt Wt, [p][2 K + 1]; copied
     * @param b [p]; copied
     * @param horizon T, positive
     */
    RandomFeatures(double[][] wx, double[][] wt, double[] b, double horizon) {
        this.wx = Arrays.stream(wx).map(double[]::clone).toArray(double[][]::new);
        this.wt = Arrays.stream(wt).map(double[]::clone).toArray(double[][]::new);
        this.b = b.clone();
        this.horizon = horizon;
        if (wx.length == 0 || wt.length != wx.length || b.length != wx.length) {
            throw new IllegalArgumentException(
                    String.format(
                            "features: expected as many rows of Wx, Wt and b, at least 1, found"
                                    + " %d, %d and %d; give one of each for every feature",
                            wx.length, wt.length, b.length));
        }
    }

    /**
     * Features with standard normal weights, drawn in the order Wx, Wt, b.
     *
     * @param dimension D
     * @param options p, K and T
     * @param random the generator
     */
    static RandomFeatures draw(int dimension, RidgeClaimOptions options, RandomGenerator random) {
        int p = options.width();
        double[][] wx = normal(p, dimension, random);
        double[][] wt = normal(p, 2 * options.frequencies() + 1, random);
        return new RandomFeatures(wx, wt, normal(1, p, random)[0], options.horizon());
    }

    /** Standard normal numbers, [rows][columns]. */
    static double[][] normal(int rows, int columns, RandomGenerator random) {
        double[][] values = new double[rows][columns];
        Arrays.stream(values).forEach(row -> Arrays.setAll(row, i -> random.nextGaussian()));
        return values;
    }

    /** p. */
    int count() {
        return b.length;
    }

    /** D. */
    int dimension() {
        return wx[0].length;
    }

    /** T. */
    double horizon() {
        return horizon;
    }

    /** Row j of Wx, which is not to be modified. */
    double[] direction(int j) {
        return wx[j];
    }

    /** The length of row j of Wx. */
    double norm(int j) {
        return Math.sqrt(FeatureMoments.dot(wx[j], wx[j]));
    }

    /**
     * What time adds to each feature before it is rectified.
     *
     * @param tau time, 0 to T
     * @return Wt phi(tau) + b, [p]
     */
    double[] offsets(double tau) {
        double[] phi = new double[wt[0].length];
        phi[0] = 1;
        for (int i = 1; i < phi.length; i++) {
            double angle = 2 * Math.PI * ((i + 1) / 2) * tau / horizon;
            phi[i] = i % 2 == 1 ? Math.sin(angle) : Math.cos(angle);
        }
        double[] offsets = new double[count()];
        Arrays.setAll(offsets, j -> FeatureMoments.dot(wt[j], phi) + b[j]);
        return offsets;
    }

    /**
     * The features of some states.
     *
     * @param x states, [n, D] FLOAT64; not modified
     * @param tau one time for all, or one a state, 0 to T
     * @return [n, p] FLOAT64, owned by the manager of x
     */
    NDArray of(NDArray x, double... tau) {
        NDManager owner = x.getManager();
        try (NDManager manager = owner.newSubManager(x.getDevice())) {
            double[] rows =
                    Arrays.stream(tau)
                            .mapToObj(this::offsets)
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
            NDArray offsets = manager.create(rows, new Shape(tau.length, count()));
            double[] flat = Arrays.stream(wx).flatMapToDouble(Arrays::stream).toArray();
            NDArray across = manager.create(flat, new Shape(count(), dimension())).transpose();
            NDArray before = x.matMul(across);
            before.attach(manager);
            NDArray features = before.addi(offsets).maximum(0);
            features.attach(owner);
            return features;
        }
    }
}
