// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** The argument checks of reference distributions. */
final class States {

    /** Squares of states over squares of noise levels, summed over D, stay finite. */
    private static final double LARGEST_STATE = 1e100;

    private static final double SMALLEST_SIGMA = 1e-50;
    private static final double LARGEST_LEVEL = 1e50;

    private States() {}

    static void check(NDArray x, int dimension) {
        Shape shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) != dimension) {
            throw new IllegalArgumentException(
                    String.format(
                            "x: expected shape [n, %d] with n >= 1, found %s; give one state a row",
                            dimension, shape));
        }
        finite("x", x);
    }

    static void checkPoints(NDArray points) {
        finite("points", points);
    }

    static void checkDraws(int n) {
        if (n < 1) {
            throw new IllegalArgumentException(
                    String.format("n: expected at least 1 draw, found %d; ask for some", n));
        }
    }

    static void checkCount(int count, int dimension) {
        if (count < 1 || count > dimension) {
            throw new IllegalArgumentException(
                    String.format(
                            "count: expected 1 to %d axes, found %d; ask for no more than there"
                                    + " are dimensions",
                            dimension, count));
        }
    }

    static void checkDirections(NDArray x, NDArray v) {
        Shape shape = v.getShape();
        int axes = shape.dimension();
        boolean fits =
                (axes == 2 || axes == 3)
                        && shape.get(axes - 2) == x.getShape().get(0)
                        && shape.get(axes - 1) == x.getShape().get(1);
        if (!fits) {
            throw new IllegalArgumentException(
                    String.format(
                            "v: expected shape %s or [k, *%s], found %s; give a direction for each"
                                    + " state",
                            x.getShape(), x.getShape(), shape));
        }
        finite("v", v);
    }

    /** A level at which the distribution has a density; {@code smallestVariance} is its own. */
    static void checkLevel(double alpha, double sigma, double smallestVariance) {
        if (!(alpha >= 0 && alpha <= LARGEST_LEVEL)) {
            throw new IllegalArgumentException(
                    String.format(
                            "alpha: expected a number in [0, %s], found %s; take it from the"
                                    + " schedule",
                            LARGEST_LEVEL, alpha));
        }
        boolean usable = sigma >= SMALLEST_SIGMA && sigma <= LARGEST_LEVEL;
        boolean ownDensity = sigma == 0 && alpha * alpha * smallestVariance > 0;
        if (!usable && !ownDensity) {
            throw new IllegalArgumentException(
                    String.format(
                            "sigma: expected a number in [%s, %s], found %s; without noise this"
                                    + " distribution has no density at alpha = %s",
                            SMALLEST_SIGMA, LARGEST_LEVEL, sigma, alpha));
        }
    }

    private static void finite(String name, NDArray array) {
        if (array.getDataType() != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s: expected FLOAT64, found %s; convert with toType(DataType.FLOAT64,"
                                    + " false)",
                            name, array.getDataType()));
        }
        double largest;
        try (NDArray magnitude = array.abs();
                NDArray max = magnitude.max()) {
            largest = max.getDouble();
        }
        if (!(largest <= LARGEST_STATE)) {
            throw new IllegalArgumentException(
                    String.format(
                            "%s: expected finite numbers of magnitude up to %s, found %s; check"
                                    + " what computed them",
                            name, LARGEST_STATE, largest));
        }
    }
}
