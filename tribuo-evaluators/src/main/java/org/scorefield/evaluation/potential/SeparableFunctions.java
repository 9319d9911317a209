// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Separable potentials psi(x) = sum_k g_k(q_k . x) in an orthonormal basis q_1, ..., q_D, each g_k
 * of p functions of one coordinate.
 *
 * <p>Gradients of different coordinates are orthogonal, so A has one p x p block a coordinate and
 * each coordinate chooses its own ridge. All D dimensions are covered at a cost of O(n D p^2).
 *
 * <p>For principal axes: {@code axes.lift(SeparableFunctions.spline(Basis.pixels(r),
 * axes.coordinates(sample), 12))} with {@link OrthonormalAxes}.
 *
 * <p>Source: spec score-error section 3.
 */
public final class SeparableFunctions implements LinearTestFunctions {
    private final String name;
    private final Basis basis;
    private final CoordinateFunctions functions;

    private SeparableFunctions(String name, Basis basis, CoordinateFunctions functions) {
        this.name = "separable " + name + " (" + basis.name() + ")";
        this.basis = basis;
        this.functions = functions;
    }

    /**
     * Polynomials g_k of degree at most p of coordinates standardised by a sample. Beyond four
     * standard deviations those of degree 3 and more go on as straight lines.
     *
     * @param basis coordinates
     * @param sample points of the noise level that certify nothing, [n, D]; not modified
     * @param degree p, at least 1
     * @return the class
     */
    public static SeparableFunctions polynomial(Basis basis, NDArray sample, int degree) {
        if (degree < 1) {
            throw new IllegalArgumentException(
                    "degree: expected at least 1, found " + degree + "; 1 is the mean error");
        }
        return new SeparableFunctions(
                "degree " + degree, basis, Polynomials.of(basis.coordinates(sample), degree));
    }

    /**
     * Parabolas and quadratic splines g_k, of which half the knots are at quantiles of a sample and
     * half evenly spread over its range.
     *
     * @param basis coordinates
     * @param sample points of the noise level that certify nothing, [n, D]; not modified
     * @param knots a coordinate, at least 2; p = knots + 1
     * @return the class
     */
    public static SeparableFunctions spline(Basis basis, NDArray sample, int knots) {
        if (knots < 2) {
            throw new IllegalArgumentException(
                    "knots: expected at least 2, found " + knots + "; 12 follow most fields");
        }
        return new SeparableFunctions(
                "spline of " + knots + " knots",
                basis,
                Splines.of(basis.coordinates(sample), knots));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        return basis.dimension();
    }

    @Override
    public int features() {
        return basis.dimension() * functions.count();
    }

    private long width() {
        return features();
    }

    @Override
    public Gram gram(NDArray x) {
        double[] sum =
                Batches.sum(
                        x,
                        width(),
                        part -> {
                            NDArray slopes = stack(functions.slopes(basis.coordinates(part)));
                            return slopes.transpose(2, 0, 1).matMul(slopes.transpose(2, 1, 0));
                        });
        return BlockGram.of(functions.count(), sum);
    }

    @Override
    public double[] moments(Target target) {
        return Batches.sum(
                target,
                width(),
                part -> {
                    NDArray y = basis.coordinates(part.x());
                    NDArray v = basis.coordinates(part.v());
                    NDArray products = stack(functions.slopes(y)).mul(v);
                    if (part.kappa() != 0) {
                        products = products.sub(stack(functions.curvatures(y)).mul(part.kappa()));
                    }
                    return products.sum(new int[] {1}).transpose();
                });
    }

    /** [p, n, D]. */
    private static NDArray stack(List<NDArray> arrays) {
        return NDArrays.stack(new NDList(arrays));
    }

    @Override
    public Potential potential(double[] theta) {
        Batches.checkLength(theta, features());
        return new Separable(theta.clone());
    }

    private final class Separable implements Potential {
        private final double[] theta;

        private Separable(double[] theta) {
            this.theta = theta;
        }

        @Override
        public int dimension() {
            return basis.dimension();
        }

        @Override
        public NDArray gradient(NDArray x) {
            return Batches.map(
                    x,
                    width(),
                    part -> basis.embed(sum(functions.slopes(basis.coordinates(part)))));
        }

        @Override
        public NDArray laplacian(NDArray x) {
            return Batches.map(
                    x,
                    width(),
                    part -> sum(functions.curvatures(basis.coordinates(part))).sum(new int[] {1}));
        }

        /** Weighted by theta: [n, D]. */
        private NDArray sum(List<NDArray> arrays) {
            NDArray weights =
                    Batches.beside(arrays.get(0), theta, basis.dimension(), functions.count())
                            .transpose();
            NDArray sum = arrays.get(0).mul(weights.get(0));
            for (int j = 1; j < arrays.size(); j++) {
                sum = sum.add(arrays.get(j).mul(weights.get(j)));
            }
            return sum;
        }
    }
}
