// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;

/**
 * Every linear and quadratic potential: psi = c . z + z^T S z / 2 with z = x - centre, S symmetric;
 * grad psi = c + S z, Lap psi = tr S. Exact for affine errors.
 *
 * <p>Coefficients: c, then S_ij for i &lt;= j, row by row. A follows from sum z and sum z z^T, so
 * that it takes O(D^2) numbers and O(n D^2) work, not O(features^2); see {@link QuadraticGram}. For
 * quadratic functions of leading coordinates see {@link OrthonormalAxes#lift(LinearTestFunctions)}.
 *
 * <p>Source: spec score-error section 3.
 */
public final class QuadraticFunctions implements LinearTestFunctions {
    private final double[] centre;

    private QuadraticFunctions(double[] centre) {
        this.centre = centre;
    }

    /**
     * Every linear and quadratic potential.
     *
     * @param centre about where the data are, [D]; copied. A ridge pulls the parabolas' minima
     *     towards it
     * @return the class
     */
    public static QuadraticFunctions around(NDArray centre) {
        return new QuadraticFunctions(centre.toDoubleArray());
    }

    @Override
    public String name() {
        return "linear + quadratic";
    }

    @Override
    public int dimension() {
        return centre.length;
    }

    @Override
    public int features() {
        return centre.length + centre.length * (centre.length + 1) / 2;
    }

    /** z with a column of ones before, [n, 1 + D]. */
    private NDArray augmented(NDArray x) {
        NDArray z = x.sub(Batches.beside(x, centre, centre.length));
        NDArray ones = z.sum(new int[] {1}, true).onesLike();
        return NDArrays.concat(new NDList(ones, z), 1);
    }

    @Override
    public Gram gram(NDArray x) {
        int d = centre.length;
        double[] sums =
                Batches.sum(
                        x,
                        2L * d + 2,
                        part -> {
                            NDArray z = augmented(part);
                            return z.transpose().matMul(z);
                        });
        return QuadraticGram.of(d, sums);
    }

    @Override
    public double[] moments(Target target) {
        int d = centre.length;
        double[] products =
                Batches.sum(
                        target,
                        3L * d + 2,
                        part -> part.v().transpose().matMul(augmented(part.x())));
        double[] b = new double[features()];
        int next = d;
        for (int i = 0; i < d; i++) {
            b[i] = products[i * (d + 1)];
            for (int j = i; j < d; j++) {
                b[next++] =
                        i == j
                                ? products[i * (d + 1) + 1 + i] - target.kappa() * target.rows()
                                : products[i * (d + 1) + 1 + j] + products[j * (d + 1) + 1 + i];
            }
        }
        return b;
    }

    @Override
    public Potential potential(double[] theta) {
        Batches.checkLength(theta, features());
        int d = centre.length;
        return new Quadratic(
                centre, Arrays.copyOf(theta, d), QuadraticGram.matrix(d, theta).getDDRM().data);
    }

    private record Quadratic(double[] centre, double[] c, double[] s) implements Potential {

        @Override
        public int dimension() {
            return c.length;
        }

        @Override
        public NDArray gradient(NDArray x) {
            int d = c.length;
            return Batches.map(
                    x,
                    2L * d,
                    part ->
                            part.sub(Batches.beside(part, centre, d))
                                    .matMul(Batches.beside(part, s, d, d))
                                    .add(Batches.beside(part, c, d)));
        }

        @Override
        public NDArray laplacian(NDArray x) {
            int d = c.length;
            double trace = 0;
            for (int i = 0; i < d; i++) {
                trace += s[i * d + i];
            }
            double sum = trace;
            return Batches.map(x, d, part -> part.sum(new int[] {1}).onesLike().mul(sum));
        }
    }
}
