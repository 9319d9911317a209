// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Differences of many numbers, on the points' device. */
final class ArrayDifferences implements Differences {

    private final NDManager manager;
    private final NDArray rows;

    /** Takes over rows [m, D]; the manager closes with the work on one state. */
    ArrayDifferences(NDArray rows, NDManager manager) {
        this.rows = rows;
        this.manager = manager;
    }

    private NDManager scope() {
        return manager.newSubManager(rows.getDevice());
    }

    private int dimension() {
        return Math.toIntExact(rows.getShape().get(1));
    }

    @Override
    public double[] exponents(double[] slope, double half) {
        try (NDManager inner = scope()) {
            NDArray along = inner.create(slope).reshape(1, slope.length).matMul(view(inner));
            double[] exponents = along.toDoubleArray();
            double[] squares = squares();
            Arrays.setAll(exponents, k -> exponents[k] - half * squares[k]);
            return exponents;
        }
    }

    @Override
    public double[] sum(double[] weights) {
        try (NDManager inner = scope()) {
            return inner.create(weights, new Shape(1, weights.length)).matMul(rows).toDoubleArray();
        }
    }

    @Override
    public void shift(double[] by) {
        try (NDManager inner = scope()) {
            rows.subi(inner.create(by, new Shape(1, by.length)));
        }
    }

    @Override
    public double[] squares() {
        int m = Math.toIntExact(rows.getShape().get(0));
        int step = Rows.fitting(dimension());
        double[] squares = new double[m];
        for (int from = 0; from < m; from += step) {
            try (NDManager inner = scope()) {
                NDArray some = part(inner, from, Math.min(m, from + step));
                double[] lengths = some.square().sum(new int[] {1}).toDoubleArray();
                System.arraycopy(lengths, 0, squares, from, lengths.length);
            }
        }
        return squares;
    }

    @Override
    public void deflate(double[][] axes) {
        double[] flat = Arrays.stream(axes).flatMapToDouble(Arrays::stream).toArray();
        int m = Math.toIntExact(rows.getShape().get(0));
        int step = Rows.fitting(dimension());
        for (int from = 0; from < m; from += step) {
            try (NDManager inner = scope()) {
                NDArray onto = inner.create(flat, new Shape(axes.length, dimension()));
                NDArray across = onto.transpose();
                NDArray some = part(inner, from, Math.min(m, from + step));
                for (int pass = 0; pass < 2; pass++) {
                    some.subi(some.matMul(across).matMul(onto));
                }
                rows.set(new NDIndex(from + ":" + Math.min(m, from + step)), some);
            }
        }
    }

    @Override
    public Top top(double[] weights, int count) {
        int[] used = IntStream.range(0, weights.length).filter(k -> weights[k] > 0).toArray();
        int dimension = dimension();
        try (NDManager inner = scope()) {
            boolean all = used.length == weights.length;
            NDArray some = all ? rows : rows.get(inner, new NDIndex("{}", inner.create(used)));
            double[] kept = Arrays.stream(used).mapToDouble(k -> weights[k]).toArray();
            int side = Math.min(used.length, dimension);
            if (side <= DENSE) {
                NDArray roots = inner.create(kept, new Shape(kept.length, 1)).sqrt();
                NDArray scaled = roots.mul(some);
                return dense(scaled, Math.min(count, side));
            }
            NDArray across = some.transpose();
            across.attach(inner);
            NDArray factors = inner.create(kept, new Shape(1, kept.length));
            if (used.length <= GRAM && used.length < dimension) {
                return byGram(some, across, factors.sqrt(), Math.min(count, side));
            }
            TopAxes top =
                    top(
                            v -> v.matMul(across).mul(factors).matMul(some),
                            inner.zeros(new Shape(1, dimension), some.getDataType()),
                            Math.min(count, side));
            return new Top(
                    top.values()[0],
                    unpacked(top.axes().toDoubleArray(), dimension),
                    top.residuals()[0]);
        }
    }

    /** Eigenpairs of sqrt(w) G G^T sqrt(w), carried over to the rows' space. */
    private Top byGram(NDArray some, NDArray across, NDArray roots, int count) {
        NDArray gram = roots.reshape(-1, 1).mul(some.matMul(across)).mul(roots);
        TopAxes top =
                top(
                        v -> v.matMul(gram),
                        gram.getManager().zeros(new Shape(1, roots.size()), gram.getDataType()),
                        count);
        NDArray axes = top.axes().squeeze(0).mul(roots).matMul(some);
        return new Top(
                top.values()[0], unpacked(axes.toDoubleArray(), dimension()), top.residuals()[0]);
    }

    private static TopAxes top(UnaryOperator<NDArray> products, NDArray like, int count) {
        return TopAxes.of(
                v -> products.apply(v.squeeze(1)).expandDims(1),
                like,
                new TopAxes.Wanted(count, KEPT),
                TopAxes.Search.DEFAULT);
    }

    private Top dense(NDArray scaled, int count) {
        int m = Math.toIntExact(scaled.getShape().get(0));
        int dimension = dimension();
        boolean points = m <= dimension;
        NDArray across = scaled.transpose();
        NDArray gram = points ? scaled.matMul(across) : across.matMul(scaled);
        int side = Math.min(m, dimension);
        SymmetricEigen eigen =
                SymmetricEigen.of(RitzPairs.matrix(gram.toDoubleArray(), 0, side, side));
        double[] values = Arrays.copyOf(eigen.values(), count);
        double[][] vectors = Arrays.copyOf(eigen.vectors(), count);
        if (!points) {
            return new Top(values, vectors, 0);
        }
        double[] flat = Arrays.stream(vectors).flatMapToDouble(Arrays::stream).toArray();
        NDArray mixed = scaled.getManager().create(flat, new Shape(count, m)).matMul(scaled);
        return new Top(values, unpacked(mixed.toDoubleArray(), dimension), 0);
    }

    private static double[][] unpacked(double[] flat, int width) {
        double[][] rows = new double[flat.length / width][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    private NDArray view(NDManager inner) {
        NDArray across = rows.transpose();
        across.attach(inner);
        return across;
    }

    private NDArray part(NDManager inner, int from, int to) {
        return rows.get(inner, new NDIndex(from + ":" + to));
    }
}
