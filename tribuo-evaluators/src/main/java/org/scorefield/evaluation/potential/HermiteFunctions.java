// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/**
 * Every polynomial of total degree at most K, in products of Hermite polynomials of standardised
 * coordinates: phi_alpha = prod_k h_{alpha_k}(z_k), 1 &lt;= |alpha| &lt;= K, h_j = He_j / sqrt(j!).
 *
 * <p>From h_j' = sqrt(j) h_{j-1}: d phi_alpha / dz_k = sqrt(alpha_k) phi_{alpha - e_k}, and so on
 * for the Laplacian. Everything therefore follows from values Phi of the functions of degree below
 * K: A from Phi^T Phi, b from V^T Phi. Cost: n F^2 multiplications for F = (D + K - 1)! / (D! (K -
 * 1)!) and a dense solve of (D + K)! / (D! K!) - 1 features, at most {@value #MOST}. For leading
 * coordinates see {@link OrthonormalAxes#lift(LinearTestFunctions)}.
 *
 * <p>Source: spec score-error section 3, case B9.
 */
public final class HermiteFunctions implements LinearTestFunctions {
    private static final int MOST = 2000;

    private final int degree;
    private final double[] centre;
    private final double[] scale;
    private final MultiIndices indices;

    /** Functions of degree below K come first. */
    private final int lower;

    private HermiteFunctions(int degree, double[] centre, double[] scale) {
        this.degree = degree;
        this.centre = centre;
        this.scale = scale;
        this.indices = new MultiIndices(centre.length, degree);
        this.lower = (int) Math.round(MultiIndices.count(centre.length, degree - 1));
    }

    /**
     * Every polynomial of a total degree, of coordinates standardised by a sample.
     *
     * @param sample points of the noise level that certify nothing, [n, D]; not modified
     * @param degree K, at least 1
     * @return the class
     */
    public static HermiteFunctions of(NDArray sample, int degree) {
        int dimension = (int) sample.getShape().get(1);
        double features = MultiIndices.count(dimension, degree) - 1;
        if (degree < 1 || features > MOST) {
            throw new IllegalArgumentException(
                    "degree: expected at least 1 and at most "
                            + MOST
                            + " features, found degree "
                            + degree
                            + " in "
                            + dimension
                            + " dimensions, "
                            + Math.round(features)
                            + " features; lower the degree or take fewer axes");
        }
        Polynomials standard = Polynomials.of(sample, 1);
        return new HermiteFunctions(degree, standard.centre(), standard.scale());
    }

    @Override
    public String name() {
        return "Hermite of total degree " + degree;
    }

    @Override
    public int dimension() {
        return centre.length;
    }

    @Override
    public int features() {
        return indices.size() - 1;
    }

    /** Values of the functions of degree below K and of the constant 1, [n, F]. */
    private NDArray values(NDArray x) {
        int d = centre.length;
        NDArray z =
                x.sub(Batches.beside(x, centre, d)).div(Batches.beside(x, scale, d)).transpose();
        // powers.get(j) is h_j of every coordinate, [D, n]
        List<NDArray> powers = new ArrayList<>(List.of(z.onesLike(), z));
        for (int j = 2; j < degree; j++) {
            powers.add(
                    z.mul(powers.get(j - 1))
                            .sub(powers.get(j - 2).mul(Math.sqrt(j - 1)))
                            .div(Math.sqrt(j)));
        }
        NDList values = new NDList(powers.get(0).get(0));
        for (int i = 1; i < lower; i++) {
            int[] alpha = indices.get(i);
            int k = d - 1;
            while (alpha[k] == 0) {
                k--;
            }
            NDArray factor = powers.get(alpha[k]).get(k);
            alpha[k] = 0;
            int rest = indices.number(alpha);
            values.add(rest == 0 ? factor : values.get(rest).mul(factor));
        }
        return NDArrays.stack(values, 1);
    }

    private long width() {
        return lower + (long) (degree + 1) * centre.length;
    }

    @Override
    public Gram gram(NDArray x) {
        double[] products =
                Batches.sum(
                        x,
                        width(),
                        part -> {
                            NDArray values = values(part);
                            return values.transpose().matMul(values);
                        });
        int features = features();
        double[] a = new double[features * features];
        for (int k = 0; k < centre.length; k++) {
            List<Term> terms = slopes(k);
            for (Term one : terms) {
                for (Term two : terms) {
                    a[one.feature * features + two.feature] +=
                            one.factor * two.factor * products[one.value * lower + two.value];
                }
            }
        }
        return DenseGram.of(features, a);
    }

    @Override
    public double[] moments(Target target) {
        int d = centre.length;
        double[] products =
                Batches.sum(
                        target,
                        width(),
                        part -> {
                            NDArray ones = part.v().sum(new int[] {1}, true).onesLike();
                            NDArray all = NDArrays.concat(new NDList(part.v(), ones), 1);
                            return all.transpose().matMul(values(part.x()));
                        });
        double[] b = new double[features()];
        for (int k = 0; k < d; k++) {
            for (Term term : slopes(k)) {
                b[term.feature] += term.factor * products[k * lower + term.value];
            }
        }
        for (Term term : curvatures()) {
            b[term.feature] -= target.kappa() * term.factor * products[d * lower + term.value];
        }
        return b;
    }

    /** One term of a derivative of a feature: factor times a function of lower degree. */
    private record Term(int feature, int value, double factor) {}

    /** d phi / dx_k. */
    private List<Term> slopes(int k) {
        List<Term> terms = new ArrayList<>();
        for (int i = 1; i < indices.size(); i++) {
            int[] alpha = indices.get(i);
            if (alpha[k] > 0) {
                double factor = Math.sqrt(alpha[k]) / scale[k];
                alpha[k]--;
                terms.add(new Term(i - 1, indices.number(alpha), factor));
            }
        }
        return terms;
    }

    /** Lap phi. */
    private List<Term> curvatures() {
        List<Term> terms = new ArrayList<>();
        for (int i = 1; i < indices.size(); i++) {
            for (int k = 0; k < centre.length; k++) {
                int[] alpha = indices.get(i);
                if (alpha[k] > 1) {
                    double factor = Math.sqrt(alpha[k] * (alpha[k] - 1.0)) / (scale[k] * scale[k]);
                    alpha[k] -= 2;
                    terms.add(new Term(i - 1, indices.number(alpha), factor));
                }
            }
        }
        return terms;
    }

    @Override
    public Potential potential(double[] theta) {
        Batches.checkLength(theta, features());
        int d = centre.length;
        double[] slopes = new double[lower * d];
        for (int k = 0; k < d; k++) {
            for (Term term : slopes(k)) {
                slopes[term.value * d + k] += term.factor * theta[term.feature];
            }
        }
        double[] curvatures = new double[lower];
        for (Term term : curvatures()) {
            curvatures[term.value] += term.factor * theta[term.feature];
        }
        return new Polynomial(slopes, curvatures);
    }

    private final class Polynomial implements Potential {
        /** grad psi = values slopes, [F, D]. */
        private final double[] slopes;

        private final double[] curvatures;

        private Polynomial(double[] slopes, double[] curvatures) {
            this.slopes = slopes;
            this.curvatures = curvatures;
        }

        @Override
        public int dimension() {
            return centre.length;
        }

        @Override
        public NDArray gradient(NDArray x) {
            return Batches.map(
                    x,
                    width(),
                    part -> {
                        NDArray weights = Batches.beside(part, slopes, lower, centre.length);
                        return values(part).matMul(weights);
                    });
        }

        @Override
        public NDArray laplacian(NDArray x) {
            return Batches.map(
                    x,
                    width(),
                    part -> values(part).matMul(Batches.beside(part, curvatures, lower)));
        }
    }
}
