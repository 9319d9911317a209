// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.scorefield.evaluation.EvaluationException;

/**
 * Radial functions at centres z_i with length scales l_k: phi = exp(-|x - z_i|^2/(2 l_k^2)).
 *
 * <p>grad phi = -(x - z) phi/l^2, Lap phi = (|x - z|^2/l^4 - D/l^2) phi. Feature (k, i) is number k
 * m + i, with m centres, times l_k, so that gradients are of order 1. Everything is a product of
 * matrices of n, m and D rows: no differences x - z_i are stored. Points are taken relative to the
 * centres' mean; gradients lose about as many digits as |x - mean|^2/l^2 has. For coordinates on
 * axes see {@link OrthonormalAxes#lift(LinearTestFunctions)}.
 *
 * <p>Cost for n rows and f features: n f (f + D) multiplications; memory some arrays [n, f].
 * Source: spec score-error section 3.
 */
public final class RadialFunctions implements LinearTestFunctions {
    private final int dimension;
    private final List<Double> scales;
    private final double[] mean;
    private final double[] centres;

    private RadialFunctions(int dimension, List<Double> scales, double[] mean, double[] centres) {
        this.dimension = dimension;
        this.scales = scales;
        this.mean = mean;
        this.centres = centres;
    }

    /**
     * The class of given centres and scales.
     *
     * @param centres z, points of the data, [m, D] FLOAT64; copied
     * @param scales l, in the unit of x, each above 0; at least one
     * @return the class
     */
    public static RadialFunctions of(NDArray centres, List<Double> scales) {
        if (centres.getShape().dimension() != 2 || centres.getShape().size() == 0) {
            throw new IllegalArgumentException(
                    "centres: expected at least one row, [m, D], found "
                            + centres.getShape()
                            + "; take rows of the data");
        }
        if (scales.isEmpty() || scales.stream().anyMatch(l -> !(l > 0 && l * l < 1e300))) {
            throw new IllegalArgumentException(
                    "scales: expected lengths above 0, found " + scales + "; see medianDistance");
        }
        try (NDManager manager = centres.getManager().newSubManager()) {
            NDArray mean = centres.mean(new int[] {0}, true);
            mean.attach(manager);
            NDArray relative = centres.sub(mean);
            relative.attach(manager);
            return new RadialFunctions(
                    (int) centres.getShape().get(1),
                    List.copyOf(scales),
                    mean.toDoubleArray(),
                    relative.toDoubleArray());
        }
    }

    /**
     * The median distance between different points, a usual length scale.
     *
     * @param points [m, D] FLOAT64, m at least 2; costs m^2 D; not modified
     * @return the median, positive, in the unit of x
     * @throws EvaluationException where more than half of the pairs coincide
     */
    public static double medianDistance(NDArray points) {
        int number = (int) points.getShape().get(0);
        if (number < 2) {
            throw new IllegalArgumentException(
                    "points: expected at least 2 rows, found " + number + "; give more");
        }
        try (NDManager manager = points.getManager().newSubManager()) {
            NDArray relative = points.sub(points.mean(new int[] {0}, true));
            relative.attach(manager);
            NDArray norms = relative.square().sum(new int[] {1}, true);
            double[] squares =
                    relative.matMul(relative.transpose())
                            .mul(-2)
                            .add(norms)
                            .add(norms.transpose())
                            .toDoubleArray();
            double[] pairs = new double[number * (number - 1) / 2];
            int next = 0;
            for (int i = 0; i < number; i++) {
                for (int j = 0; j < i; j++) {
                    pairs[next++] = squares[i * number + j];
                }
            }
            Arrays.sort(pairs);
            double median = pairs[pairs.length / 2];
            if (!(median > 0)) {
                throw new EvaluationException(
                        "points: expected a median squared distance above 0, found "
                                + median
                                + "; use data that are not constant");
            }
            return Math.sqrt(median);
        }
    }

    @Override
    public String name() {
        int count = centres.length / dimension;
        return "radial, " + count + " centres, lengths " + scales;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int features() {
        return centres.length / dimension * scales.size();
    }

    @Override
    public Gram gram(NDArray x) {
        // grad phi_i . grad phi_j = P_i P_j (|y|^2 - y.z_i - y.z_j + z_i.z_j), P = phi/l.
        try (NDManager manager = x.getManager().newSubManager()) {
            Local local = new Local(x, manager);
            NDArray p = local.p;
            NDArray along = p.mul(local.products);
            NDArray cross = along.transpose().matMul(p);
            NDArray a =
                    p.transpose()
                            .matMul(p.mul(local.norms))
                            .sub(cross)
                            .sub(cross.transpose())
                            .add(p.transpose().matMul(p).mul(local.z.matMul(local.z.transpose())));
            return DenseGram.of(a.add(a.transpose()).div(2));
        }
    }

    @Override
    public double[] moments(Target target) {
        try (NDManager manager = target.x().getManager().newSubManager()) {
            Local local = new Local(target.x(), manager);
            // v . grad phi = -P (v.y - v.z)
            NDArray v = target.v().duplicate();
            v.attach(manager);
            NDArray slopes =
                    v.matMul(local.z.transpose())
                            .sub(v.mul(local.y).sum(new int[] {1}, true))
                            .mul(local.p);
            NDArray sum =
                    target.kappa() == 0
                            ? slopes
                            : slopes.sub(local.laplacians().mul(target.kappa()));
            return sum.sum(new int[] {0}).toDoubleArray();
        }
    }

    @Override
    public Potential potential(double[] theta) {
        Batches.checkLength(theta, features());
        return new Radial(this, theta.clone());
    }

    /** All features at points x, in a manager of their own. */
    private final class Local {
        /** x relative to the centres' mean, [n, D]. */
        private final NDArray y;

        /** The centre of each feature, [features, D]. */
        private final NDArray z;

        /** |y|^2, [n, 1]. */
        private final NDArray norms;

        /** y . z, [n, features]. */
        private final NDArray products;

        /** phi/l, with the factor l of the features: phi l/l^2, [n, features]. */
        private final NDArray p;

        /** l, [1, features]. */
        private final NDArray length;

        Local(NDArray x, NDManager manager) {
            int count = centres.length / dimension;
            y = x.sub(manager.create(mean, new Shape(1, dimension)));
            y.attach(manager);
            NDArray once = manager.create(centres, new Shape(count, dimension));
            NDList copies = new NDList();
            double[] lengths = new double[features()];
            for (int k = 0; k < scales.size(); k++) {
                copies.add(once);
                Arrays.fill(lengths, k * count, (k + 1) * count, scales.get(k));
            }
            z = NDArrays.concat(copies, 0);
            length = manager.create(lengths, new Shape(1, lengths.length));
            norms = y.square().sum(new int[] {1}, true);
            products = y.matMul(z.transpose());
            p = squares().div(length.square().mul(-2)).exp().div(length);
        }

        /** |x - z|^2, [n, features]. */
        private NDArray squares() {
            NDArray own = z.square().sum(new int[] {1}).reshape(1, -1);
            return products.mul(-2).addi(norms).addi(own).maximum(0);
        }

        /** [n, features]. */
        private NDArray laplacians() {
            NDArray relative = squares().div(length.square()).sub(dimension);
            return relative.mul(p);
        }
    }

    private record Radial(RadialFunctions functions, double[] theta) implements Potential {

        @Override
        public int dimension() {
            return functions.dimension;
        }

        @Override
        public NDArray gradient(NDArray x) {
            // -sum_i theta_i P_i (y - z_i)
            try (NDManager manager = x.getManager().newSubManager()) {
                Local local = functions.new Local(x, manager);
                NDArray weights = local.p.mul(manager.create(theta, new Shape(1, theta.length)));
                NDArray gradient =
                        weights.matMul(local.z).sub(local.y.mul(weights.sum(new int[] {1}, true)));
                gradient.attach(x.getManager());
                return gradient;
            }
        }

        @Override
        public NDArray laplacian(NDArray x) {
            try (NDManager manager = x.getManager().newSubManager()) {
                Local local = functions.new Local(x, manager);
                NDArray laplacian = local.laplacians().matMul(manager.create(theta));
                laplacian.attach(x.getManager());
                return laplacian;
            }
        }
    }
}
