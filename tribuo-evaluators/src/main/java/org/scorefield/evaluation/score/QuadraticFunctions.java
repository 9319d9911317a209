// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Linear and quadratic potentials: grad psi(x) = c + b * y + Q S Q^T y with y = x - centre.
 *
 * <p>c in R^D is free; S is symmetric [m, m] on m orthonormal axes Q [D, m]; b in R^D (the
 * separable part, one parabola a coordinate) is free where m &lt; D and absent where m = D, when S
 * already holds every quadratic. The class is exact for affine errors where m = D.
 *
 * <p>Everything that A and b need are second moments of data and predictions, so the moments take
 * O(D m) numbers and not O(features^2); A is applied, never formed, and the system is solved by
 * conjugate gradients with A's diagonal as preconditioner. Source: spec score-error section 3.
 */
public final class QuadraticFunctions implements TestFunctions {
    private final double[] centre;
    private final Axes axes;
    private final int dimension;
    private final int m;
    private final boolean separable;
    private final Layout layout;

    private QuadraticFunctions(double[] centre, Axes axes) {
        this.centre = centre.clone();
        this.axes = axes;
        this.dimension = centre.length;
        this.m = axes.count();
        this.separable = m < dimension;
        this.layout = new Layout(dimension, m);
    }

    /**
     * Every linear and quadratic potential in D dimensions.
     *
     * @param centre [D] about where the data are; a ridge pulls the parabolas' minima towards it
     */
    public static QuadraticFunctions full(double[] centre) {
        return new QuadraticFunctions(centre, Axes.all(centre.length));
    }

    /**
     * Linear potentials, one parabola a coordinate, and every quadratic on some axes.
     *
     * @param centre [D] about where the data are; a ridge pulls the parabolas' minima towards it
     * @param axes orthonormal axes, for example leading principal ones; fewer than D
     */
    static QuadraticFunctions leading(double[] centre, Axes axes) {
        return new QuadraticFunctions(centre, axes);
    }

    @Override
    public String name() {
        return separable
                ? "linear + separable quadratic + quadratic on " + m + " principal axes"
                : "linear + quadratic";
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int features() {
        return dimension + (separable ? dimension : 0) + m * (m + 1) / 2;
    }

    @Override
    public int largestBlock() {
        return m + m * (m + 1) / 2;
    }

    @Override
    public int moments() {
        return layout.size();
    }

    @Override
    public void add(NoisedBatch batch, int from, int to, double[] moments) {
        int rows = to - from;
        double[] y = Arrays.copyOfRange(batch.x(), from * dimension, to * dimension);
        for (int i = 0; i < y.length; i++) {
            y[i] -= centre[i % dimension];
        }
        double[] noise = Arrays.copyOfRange(batch.noise(), from * dimension, to * dimension);
        double[] predicted =
                Arrays.copyOfRange(batch.predicted(), from * dimension, to * dimension);
        DMatrixRMaj z = axes.project(y, rows);
        moments[Layout.COUNT] += rows;
        moments[Layout.SIGMA] += rows * batch.level().sigma();
        for (int i = 0; i < y.length; i++) {
            int k = i % dimension;
            moments[layout.sumY + k] += y[i];
            moments[layout.sumSquares + k] += y[i] * y[i];
            moments[layout.predicted.sum() + k] += predicted[i];
            moments[layout.predicted.diagonal() + k] += predicted[i] * y[i];
            moments[layout.noise.sum() + k] += noise[i];
            moments[layout.noise.diagonal() + k] += noise[i] * y[i];
        }
        addProduct(z, z, moments, layout.zz);
        addProduct(axes.project(predicted, rows), z, moments, layout.predicted.projected());
        addProduct(axes.project(noise, rows), z, moments, layout.noise.projected());
        if (separable) {
            addProduct(DMatrixRMaj.wrap(rows, dimension, y), z, moments, layout.yz);
        }
    }

    /** moments += a^T b. */
    private static void addProduct(DMatrixRMaj a, DMatrixRMaj b, double[] moments, int at) {
        DMatrixRMaj product = new DMatrixRMaj(a.getNumCols(), b.getNumCols());
        CommonOps_DDRM.multTransA(a, b, product);
        for (int i = 0; i < product.data.length; i++) {
            moments[at + i] += product.data[i];
        }
    }

    @Override
    public double[] fit(double[] moments, Form form, double ridge) {
        if (!(ridge >= 0 && Double.isFinite(ridge))) {
            throw new IllegalArgumentException(
                    "ridge: expected a number that is at least 0, found "
                            + ridge
                            + "; 0 means no shrinkage");
        }
        double[] right = right(moments, form);
        double[] diagonal = diagonal(moments);
        return ConjugateGradient.solve(
                theta -> {
                    double[] product = product(moments, theta);
                    for (int i = 0; i < product.length; i++) {
                        product[i] += ridge * diagonal[i] * theta[i];
                    }
                    return product;
                },
                right,
                diagonal);
    }

    @Override
    public double value(double[] moments, double[] theta, Form form) {
        double[] right = right(moments, form);
        double[] product = product(moments, theta);
        double value = 0;
        for (int i = 0; i < theta.length; i++) {
            value += theta[i] * (2 * right[i] - product[i]);
        }
        return value;
    }

    @Override
    public double[] gradient(double[] theta, double[] x) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] -= centre[i % dimension];
        }
        int rows = x.length / dimension;
        DMatrixRMaj sz = new DMatrixRMaj(rows, m);
        CommonOps_DDRM.mult(axes.project(y, rows), matrix(theta, layout.s()), sz);
        double[] gradient = axes.embed(sz);
        for (int i = 0; i < y.length; i++) {
            int k = i % dimension;
            gradient[i] += theta[k] + (separable ? theta[dimension + k] * y[i] : 0);
        }
        return gradient;
    }

    @Override
    public double[] laplacian(double[] theta, double[] x) {
        double sum = 0;
        for (int k = 0; separable && k < dimension; k++) {
            sum += theta[dimension + k];
        }
        for (int i = 0; i < m; i++) {
            sum += theta[layout.s() + i * m + i];
        }
        double[] laplacian = new double[x.length / dimension];
        Arrays.fill(laplacian, sum);
        return laplacian;
    }

    /** Sums of e . grad phi_i, laid out as theta: c, b, S with the Frobenius product. */
    private double[] right(double[] moments, Form form) {
        double[] right = new double[layout.theta()];
        double minusNoise = form == Form.DENOISING ? -1 : 0;
        double minusSigma = form == Form.STEIN ? -moments[Layout.SIGMA] : 0;
        for (int k = 0; k < dimension; k++) {
            right[k] =
                    moments[layout.predicted.sum() + k]
                            + minusNoise * moments[layout.noise.sum() + k];
            if (separable) {
                right[dimension + k] =
                        moments[layout.predicted.diagonal() + k]
                                + minusNoise * moments[layout.noise.diagonal() + k]
                                + minusSigma;
            }
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                int ij = i * m + j;
                int ji = j * m + i;
                right[layout.s() + ij] =
                        (moments[layout.predicted.projected() + ij]
                                                + moments[layout.predicted.projected() + ji])
                                        / 2
                                + minusNoise
                                        * (moments[layout.noise.projected() + ij]
                                                + moments[layout.noise.projected() + ji])
                                        / 2
                                + (i == j ? minusSigma : 0);
            }
        }
        return right;
    }

    /** A theta: the gradient of (1/2) sum |grad psi|^2, term by term. */
    private double[] product(double[] moments, double[] theta) {
        double[] product = new double[theta.length];
        double n = moments[Layout.COUNT];
        DMatrixRMaj s = matrix(theta, layout.s());
        double[] sumZ = axes.project(slice(moments, layout.sumY, dimension), 1).data;
        double[] qc = axes.project(slice(theta, 0, dimension), 1).data;
        DMatrixRMaj sz = new DMatrixRMaj(1, m);
        CommonOps_DDRM.mult(DMatrixRMaj.wrap(1, m, sumZ), s, sz);
        double[] qsz = axes.embed(sz);
        DMatrixRMaj block = new DMatrixRMaj(m, m);
        CommonOps_DDRM.mult(s, matrix(moments, layout.zz), block);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                block.data[i * m + j] += qc[i] * sumZ[j];
            }
        }
        for (int k = 0; k < dimension; k++) {
            product[k] = n * theta[k] + qsz[k];
        }
        if (separable) {
            addSeparable(moments, theta, product, block);
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                product[layout.s() + i * m + j] =
                        (block.data[i * m + j] + block.data[j * m + i]) / 2;
            }
        }
        return product;
    }

    /** The terms of b: its own, those with c, and those with S, also into the block of S. */
    private void addSeparable(
            double[] moments, double[] theta, double[] product, DMatrixRMaj block) {
        DMatrixRMaj yz = DMatrixRMaj.wrap(dimension, m, slice(moments, layout.yz, dimension * m));
        DMatrixRMaj qs = axes.timesSymmetric(matrix(theta, layout.s()));
        double[] scaled = yz.data.clone();
        for (int k = 0; k < dimension; k++) {
            double b = theta[dimension + k];
            double cross = 0;
            for (int j = 0; j < m; j++) {
                cross += qs.data[k * m + j] * yz.data[k * m + j];
                scaled[k * m + j] *= b;
            }
            product[k] += b * moments[layout.sumY + k];
            product[dimension + k] =
                    theta[k] * moments[layout.sumY + k]
                            + b * moments[layout.sumSquares + k]
                            + cross;
        }
        CommonOps_DDRM.addEquals(block, axes.projectColumns(scaled));
    }

    private double[] diagonal(double[] moments) {
        double[] diagonal = new double[layout.theta()];
        double n = moments[Layout.COUNT];
        for (int k = 0; k < dimension; k++) {
            diagonal[k] = n;
            if (separable) {
                diagonal[dimension + k] = moments[layout.sumSquares + k];
            }
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                diagonal[layout.s() + i * m + j] =
                        (moments[layout.zz + i * m + i] + moments[layout.zz + j * m + j]) / 2;
            }
        }
        return diagonal;
    }

    private DMatrixRMaj matrix(double[] from, int at) {
        return DMatrixRMaj.wrap(m, m, slice(from, at, m * m));
    }

    private static double[] slice(double[] from, int at, int length) {
        return Arrays.copyOfRange(from, at, at + length);
    }

    /** Places of the sums in the vector of moments, and of S in theta. */
    private static final class Layout {
        static final int COUNT = 0;
        static final int SIGMA = 1;

        private final int dimension;
        private final int m;
        final int sumY;
        final int sumSquares;
        final int zz;
        final Cross predicted;
        final Cross noise;
        final int yz;

        Layout(int dimension, int m) {
            this.dimension = dimension;
            this.m = m;
            sumY = 2;
            sumSquares = sumY + dimension;
            zz = sumSquares + dimension;
            predicted = cross(zz + m * m);
            noise = cross(predicted.projected() + m * m);
            yz = noise.projected() + m * m;
        }

        private Cross cross(int at) {
            return new Cross(at, at + dimension, at + 2 * dimension);
        }

        int size() {
            return yz + (m < dimension ? dimension * m : 0);
        }

        int s() {
            return m < dimension ? 2 * dimension : dimension;
        }

        int theta() {
            return s() + m * m;
        }
    }

    /** Sums of r [D], r * y [D] and (Q^T r)(Q^T y)^T [m, m], for r the predicted or drawn noise. */
    private record Cross(int sum, int diagonal, int projected) {}
}
