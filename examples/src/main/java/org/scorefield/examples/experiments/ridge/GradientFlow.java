// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Gradient flow on the output weights of a model that is linear in them, solved for every training
 * time s.
 *
 * <p>The model is m = A f / sqrt p with f the p features, the loss L = E |m - y|^2 / d, the flow
 * dA/ds = -grad_A of d L. With W = A / sqrt p, U = E f f^T / p = sum_k lam_k q_k q_k^T and V = E y
 * f^T / p:
 *
 * <pre>
 *   dW/ds    = -2 (W U - V)
 *   W(s) q_k = e^(-2 s lam_k) W(0) q_k + (1 - e^(-2 s lam_k)) / lam_k V q_k
 *   L(s)     = E |y|^2 / d + (p/d) tr(W U W^T - 2 V W^T)
 *            = L(inf) + (p/d) sum_k lam_k e^(-4 s lam_k) |(W(0) - W(inf)) q_k|^2
 * </pre>
 *
 * <p>At s = infinity, eigenvalues up to 1e-9 of the largest count as 0, and the start is kept
 * there. Cost: one eigendecomposition; p^2 d for each time. Source: spec ridge-manifold, section 5,
 * and He, Qiu, Tao (arXiv 2602.06021).
 */
final class GradientFlow {

    /** Below this share of the largest, eigenvalues are quadrature error of U. */
    private static final double NOTHING = 1e-9;

    private final FeatureMoments moments;

    /** lam, [p]. */
    private final double[] values;

    /** q, [p][p], an eigenvector a row. */
    private final double[][] vectors;

    /** W(0) q and V q, [d][p]. */
    private final double[][] start;

    private final double[][] target;

    private GradientFlow(
            FeatureMoments moments, double[] values, double[][] vectors, double[][] weights) {
        this.moments = moments;
        this.values = values;
        this.vectors = vectors;
        this.start = along(weights);
        this.target = along(moments.v());
    }

    /**
     * The flow from given weights.
     *
     * @param moments U, V and the targets' power
     * @param weights W(0) = A(0) / sqrt p, [d][p]; not modified
     */
    static GradientFlow of(FeatureMoments moments, double[][] weights) {
        int p = moments.features();
        int d = moments.outputs();
        if (weights.length != d || Arrays.stream(weights).anyMatch(row -> row.length != p)) {
            throw new IllegalArgumentException(
                    String.format(
                            "start: expected [%d][%d] as V, found [%d][%d]; give a weight for each"
                                    + " output and feature",
                            d, p, weights.length, weights.length == 0 ? 0 : weights[0].length));
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(p, true, true);
        if (!eigen.decompose(new DMatrixRMaj(moments.u()))) {
            throw new ArithmeticException(
                    "U: expected finite numbers, found others; look at the features and the data");
        }
        double[] values = new double[p];
        double[][] vectors = new double[p][];
        for (int k = 0; k < p; k++) {
            values[k] = Math.max(0, eigen.getEigenvalue(k).getReal());
            vectors[k] = eigen.getEigenVector(k).getData().clone();
        }
        return new GradientFlow(moments, values, vectors, weights);
    }

    /**
     * W(s) = A(s) / sqrt p.
     *
     * @param s training time, 0 to infinity
     * @return [d][p]
     */
    double[][] weights(double s) {
        double nothing = NOTHING * Arrays.stream(values).max().orElse(0);
        boolean end = checked(s) == Double.POSITIVE_INFINITY;
        DoubleUnaryOperator kept =
                end ? lam -> lam > nothing ? 0 : 1 : lam -> Math.exp(-2 * s * lam);
        DoubleUnaryOperator gained = end ? lam -> lam > nothing ? 1 / lam : 0 : lam -> gain(s, lam);
        double[][] weights = new double[start.length][values.length];
        for (int k = 0; k < values.length; k++) {
            double keep = kept.applyAsDouble(values[k]);
            double gain = gained.applyAsDouble(values[k]);
            for (int i = 0; i < weights.length; i++) {
                double along = keep * start[i][k] + gain * target[i][k];
                for (int j = 0; j < values.length; j++) {
                    weights[i][j] += along * vectors[k][j];
                }
            }
        }
        return weights;
    }

    /** (1 - e^(-2 s lam)) / lam, 2 s at lam = 0. */
    private static double gain(double s, double lam) {
        return lam == 0 ? 2 * s : -Math.expm1(-2 * s * lam) / lam;
    }

    /** L(s), from the weights at s. */
    double loss(double s) {
        double[][] w = weights(s);
        double[][] u = moments.u();
        double[][] v = moments.v();
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < values.length; j++) {
                double product = -2 * v[i][j];
                for (int k = 0; k < values.length; k++) {
                    product += w[i][k] * u[k][j];
                }
                sum += product * w[i][j];
            }
        }
        return moments.power() + values.length * sum / w.length;
    }

    /** L(s) - L(infinity), by the sum over eigenpairs. */
    double optimisationError(double s) {
        double nothing = NOTHING * Arrays.stream(values).max().orElse(0);
        checked(s);
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            double lam = values[k];
            double factor = s == Double.POSITIVE_INFINITY ? 0 : lam * Math.exp(-4 * s * lam);
            for (int i = 0; i < start.length && lam > nothing; i++) {
                double way = start[i][k] - target[i][k] / lam;
                sum += factor * way * way;
            }
        }
        return values.length * sum / start.length;
    }

    /**
     * The loss by its causes.
     *
     * @param s training time, 0 to infinity
     * @param irreducible L*, the loss of the exact posterior mean
     */
    LossParts parts(double s, double irreducible) {
        double bias = loss(Double.POSITIVE_INFINITY) - irreducible;
        return new LossParts(irreducible, bias, optimisationError(s));
    }

    private static double checked(double s) {
        if (!(s >= 0)) {
            throw new IllegalArgumentException(
                    "s: expected a training time of 0 or more, found "
                            + s
                            + "; infinity is allowed");
        }
        return s;
    }

    private double[][] along(double[][] rows) {
        double[][] products = new double[rows.length][values.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < values.length; k++) {
                for (int j = 0; j < values.length; j++) {
                    products[i][k] += rows[i][j] * vectors[k][j];
                }
            }
        }
        return products;
    }
}
