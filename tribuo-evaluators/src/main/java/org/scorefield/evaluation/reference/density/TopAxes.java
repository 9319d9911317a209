// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The largest eigenvalues of symmetric matrices that are known by their products, one matrix M a
 * state, and their eigenvectors.
 *
 * <p>Block Krylov method with full orthogonalisation and thick restarts: Rayleigh-Ritz on span{X, M
 * X, M^2 X, ..}, of which the best vectors are kept when it has grown too large, until |M u - theta
 * u| is at most the tolerance times the largest eigenvalue in magnitude, for all states. No D x D
 * matrix is formed unless D is at most 64 or less than twice the count, where M is taken on all
 * axes and the answer is exact to rounding. Cost: up to 16 products a step; memory about 16 n
 * (count + 100) D bytes. Sources: Golub and Van Loan, Matrix Computations, 4th edition, section
 * 10.3; Wu and Simon 2000, Thick-restart Lanczos method.
 *
 * @param axes orthonormal eigenvectors u, [n, count, D] FLOAT64
 * @param values eigenvalues theta, falling, [n][count]
 * @param residuals largest |M u - theta u| of the count over the largest |theta|, [n]: each value
 *     is within so much (times the largest) of an eigenvalue
 * @param products directions a state that M was applied to
 */
public record TopAxes(NDArray axes, double[][] values, double[] residuals, int products) {

    private static final int DENSE = 64;
    private static final int EXTRA = 4;

    /** Vectors in a block, and blocks beside the kept vectors before a restart. */
    private static final int BLOCK = 16;

    private static final int BLOCKS = 6;

    /** Vectors shorter than this, of length 1 before, are taken to lie in the basis already. */
    private static final double DEPENDENT = 1e-11;

    /**
     * How far to search.
     *
     * @param tolerance bound on {@link TopAxes#residuals}, in (0, 1)
     * @param most directions a state that M is applied to before stopping, converged or not, at
     *     least 1
     * @param seed of the start vectors
     */
    public record Search(double tolerance, int most, long seed) {

        /** Tolerance 1e-9, up to 1,000 products a state. */
        public static final Search DEFAULT = new Search(1e-9, 1000, 1);

        /**
         * Checks the values.
         *
         * @param tolerance bound on {@link TopAxes#residuals}, in (0, 1)
         * @param most directions a state that M is applied to before stopping, converged or not, at
         *     least 1
         * @param seed of the start vectors
         */
        public Search {
            if (!(tolerance > 0 && tolerance < 1) || most < 1) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "search: expected a tolerance in (0, 1) and 1 or more products,"
                                        + " found %s and %d; take the default",
                                tolerance,
                                most));
            }
        }
    }

    /**
     * Finds them.
     *
     * @param products M v for directions v [k, n, D], of the same shape
     * @param like the states, [n, D] FLOAT64, for their shape, manager and device; not modified
     * @param count how many, 1 to D
     * @param search how far to search
     * @return the eigenpairs, whose axes belong to the manager of {@code like}
     * @throws IllegalArgumentException if the count is not as said
     */
    public static TopAxes of(
            UnaryOperator<NDArray> products, NDArray like, int count, Search search) {
        return of(products, like, new Wanted(count, 0), search);
    }

    /**
     * What is wanted.
     *
     * @param count how many
     * @param share eigenvalues below this share of the largest need not have converged
     */
    record Wanted(int count, double share) {}

    static TopAxes of(UnaryOperator<NDArray> products, NDArray like, Wanted wanted, Search search) {
        long n = like.getShape().get(0);
        int dimension = Math.toIntExact(like.getShape().get(1));
        int count = wanted.count();
        States.checkCount(count, dimension);
        int width = Math.min(dimension, Math.min(count + EXTRA, BLOCK));
        if (dimension <= DENSE || 2 * (count + EXTRA) > dimension) {
            width = dimension;
        }
        int largest = count + EXTRA + BLOCKS * width;
        try (NDManager manager = like.getManager().newSubManager(like.getDevice())) {
            NDArray block = start(manager, new Shape(n, width, dimension), search.seed);
            NDArray basis = block;
            NDArray images = apply(products, block);
            images.attach(manager);
            int spent = width;
            RitzPairs ritz = RitzPairs.of(basis, images, wanted);
            while (ritz.largestResidual() > search.tolerance
                    && width < dimension
                    && spent + width <= search.most) {
                try (NDManager step = manager.newSubManager(like.getDevice())) {
                    block = orthonormal(images, basis, width, step);
                    NDArray image = apply(products, block);
                    image.attach(step);
                    basis.attach(step);
                    images.attach(step);
                    if (basis.getShape().get(1) + width > largest) {
                        RitzPairs kept = RitzPairs.of(basis, images, keep(basis, count));
                        basis = kept.axes();
                        images = kept.images();
                    }
                    basis = basis.concat(block, 1);
                    images = images.concat(image, 1);
                    basis.attach(manager);
                    images.attach(manager);
                }
                spent += width;
                ritz.close();
                ritz = RitzPairs.of(basis, images, wanted);
            }
            ritz.axes().attach(like.getManager());
            return new TopAxes(ritz.axes(), ritz.values(), ritz.residuals(), spent);
        }
    }

    private static Wanted keep(NDArray basis, int count) {
        int r = Math.toIntExact(basis.getShape().get(1));
        return new Wanted(Math.min(r, count + EXTRA), 0);
    }

    private static NDArray start(NDManager manager, Shape shape, long seed) {
        int n = Math.toIntExact(shape.get(0));
        int width = Math.toIntExact(shape.get(1));
        int dimension = Math.toIntExact(shape.get(2));
        try (NDManager inner = manager.newSubManager(manager.getDevice())) {
            NDArray one;
            if (width == dimension) {
                one = inner.eye(width, width, 0, DataType.FLOAT64);
            } else {
                SplittableRandom random = new SplittableRandom(seed);
                double[] values = new double[width * dimension];
                for (int i = 0; i < values.length; i++) {
                    values[i] = random.nextGaussian();
                }
                NDArray rows = inner.create(values, new Shape(1, width, dimension));
                one = within(within(rows)).squeeze(0);
            }
            NDArray all = one.expandDims(0).broadcast(new Shape(n, width, dimension)).duplicate();
            all.attach(manager);
            return all;
        }
    }

    /** Products of [n, k, D]. */
    private static NDArray apply(UnaryOperator<NDArray> products, NDArray block) {
        try (NDManager inner = block.getManager().newSubManager(block.getDevice())) {
            NDArray turned = block.transpose(1, 0, 2);
            turned.attach(inner);
            NDArray image = products.apply(turned);
            image.attach(inner);
            NDArray back = image.transpose(1, 0, 2).duplicate();
            back.attach(block.getManager());
            return back;
        }
    }

    /** The last images less their part in the basis, orthonormal, zero where nothing is left. */
    private static NDArray orthonormal(
            NDArray images, NDArray basis, int width, NDManager manager) {
        long r = images.getShape().get(1);
        try (NDManager inner = manager.newSubManager(manager.getDevice())) {
            NDArray last = images.get(inner, new NDIndex(":, " + (r - width) + ":"));
            NDArray lengths = last.square().sum(new int[] {2}, true).sqrt();
            NDArray rows = last.div(lengths.add(lengths.eq(0).toType(DataType.FLOAT64, false)));
            for (int pass = 0; pass < 2; pass++) {
                NDArray parts = rows.matMul(basis.transpose(0, 2, 1));
                rows = within(rows.sub(parts.matMul(basis)));
            }
            // Once more, since what was short has been made long together with its errors.
            rows = within(rows.sub(rows.matMul(basis.transpose(0, 2, 1)).matMul(basis)));
            rows.attach(manager);
            return rows;
        }
    }

    /** Orthonormal rows of the same span, [n, k, D]: W -> L^(-1/2) U^T W with W W^T = U L U^T. */
    private static NDArray within(NDArray rows) {
        int n = Math.toIntExact(rows.getShape().get(0));
        int k = Math.toIntExact(rows.getShape().get(1));
        double[] grams = rows.matMul(rows.transpose(0, 2, 1)).toDoubleArray();
        double[] factors = new double[n * k * k];
        for (int state = 0; state < n; state++) {
            SymmetricEigen eigen = SymmetricEigen.of(RitzPairs.matrix(grams, state, k, k));
            for (int i = 0; i < k; i++) {
                double value = eigen.values()[i];
                if (value > DEPENDENT * DEPENDENT && value > 1e-14 * eigen.values()[0]) {
                    for (int j = 0; j < k; j++) {
                        factors[(state * k + i) * k + j] = eigen.vectors()[i][j] / Math.sqrt(value);
                    }
                }
            }
        }
        return rows.getManager().create(factors, new Shape(n, k, k)).matMul(rows);
    }
}
