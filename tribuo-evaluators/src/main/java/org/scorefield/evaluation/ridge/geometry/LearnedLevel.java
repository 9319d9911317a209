// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.scorefield.djl.field.VectorField;
import org.scorefield.evaluation.reference.density.TopAxes;

/**
 * A learned score at one noise level: a model's score field with its time frozen. In place of the
 * Hessian stands the symmetric part of the Jacobian, (J + J^T) / 2; {@link #antisymmetricShare}
 * says how much is left out.
 *
 * <p>Frames are found by {@link TopAxes}: a Jacobian-vector and a vector-Jacobian product for each
 * direction.
 *
 * @param field the score, [batch, *shape] to the same
 * @param sample its arrays
 * @param sigma standard deviation of the noise, positive
 * @param search how far to search for the frame; no closer than the field's own rounding
 */
public record LearnedLevel(VectorField field, Sample sample, double sigma, TopAxes.Search search)
        implements LevelScore {

    /**
     * What one state is to the field.
     *
     * @param shape without the batch
     * @param type FLOAT32 or FLOAT64
     */
    public record Sample(Shape shape, DataType type) {}

    /**
     * Checks the level.
     *
     * @param field the score, [batch, *shape] to the same
     * @param sample its arrays
     * @param sigma standard deviation of the noise, positive
     * @param search how far to search for the frame; no closer than the field's own rounding
     */
    public LearnedLevel {
        if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "sigma: expected a positive number, found "
                            + sigma
                            + "; there is no score without noise, end the path a little earlier");
        }
    }

    /**
     * A learned level with a search to 1e-5, about what networks in FLOAT32 allow.
     *
     * @param field the score at one noise level
     * @param sample how its arrays are shaped
     * @param sigma standard deviation of the noise, positive, in the units of x
     * @return the level
     */
    public static LearnedLevel of(VectorField field, Sample sample, double sigma) {
        return new LearnedLevel(field, sample, sigma, new TopAxes.Search(1e-5, 400, 1));
    }

    @Override
    public int dimension() {
        return Math.toIntExact(sample.shape.size());
    }

    @Override
    public NDArray score(NDArray x) {
        return through(x, field::evaluate, x);
    }

    @Override
    public NDArray spread(NDArray x, NDArray v) {
        try (NDManager inner = x.getManager().newSubManager(x.getDevice())) {
            NDArray forward = through(x, u -> field.jvp(u, shaped(v, u)), v);
            NDArray backward = through(x, u -> field.vjp(u, shaped(v, u)), v);
            forward.attach(inner);
            backward.attach(inner);
            NDArray spread = forward.add(backward).mul(sigma * sigma / 2).add(v);
            spread.attach(x.getManager());
            return spread;
        }
    }

    @Override
    public Frames frames(NDArray x, int d) {
        TopAxes top = TopAxes.of(v -> spread(x, v), x, d + 1, search);
        double[][] values = top.values();
        double[] separations = new double[values.length];
        for (int i = 0; i < separations.length; i++) {
            double scale = Math.max(Math.abs(values[i][0]), Math.abs(values[i][d]));
            double apart = values[i][d - 1] - values[i][d];
            // Eigenvalues closer than their own errors cannot be told apart.
            boolean clear = apart > 2 * top.residuals()[i] * scale;
            separations[i] = clear ? apart / scale : 0;
        }
        try (NDArray all = top.axes();
                NDArray axes = all.get(":, :" + d)) {
            return new Frames(axes.duplicate(), values, separations, top.residuals());
        }
    }

    /**
     * The part of the Jacobian that no density has: |A|^2 / |J|^2 in Frobenius norms with A = (J -
     * J^T) / 2, by Hutchinson's estimator on Gaussian directions.
     *
     * @param x states, {@code [n, D]} FLOAT64; not modified
     * @param probes directions a state, at least 1; relative error about sqrt(2 / probes) at worst
     * @param seed of the directions
     * @return shares in [0, 1], [n]; 0 where J is 0
     */
    public double[] antisymmetricShare(NDArray x, int probes, long seed) {
        int n = Math.toIntExact(x.getShape().get(0));
        double[] anti = new double[n];
        double[] whole = new double[n];
        SplittableRandom random = new SplittableRandom(seed);
        for (int probe = 0; probe < probes; probe++) {
            try (NDManager inner = x.getManager().newSubManager(x.getDevice())) {
                double[] values = new double[Math.toIntExact(x.size())];
                Arrays.setAll(values, i -> random.nextGaussian());
                NDArray v = inner.create(values, x.getShape());
                NDArray forward = through(x, u -> field.jvp(u, shaped(v, u)), v);
                NDArray backward = through(x, u -> field.vjp(u, shaped(v, u)), v);
                forward.attach(inner);
                backward.attach(inner);
                NDArray difference = forward.sub(backward).div(2);
                NDArray sum = forward.add(backward).div(2);
                double[] a = Lengths.products(difference, difference);
                double[] s = Lengths.products(sum, sum);
                for (int i = 0; i < n; i++) {
                    anti[i] += a[i];
                    whole[i] += a[i] + s[i];
                }
            }
        }
        double[] shares = new double[n];
        Arrays.setAll(shares, i -> whole[i] > 0 ? anti[i] / whole[i] : 0);
        return shares;
    }

    @Override
    public int rank(int atMost) {
        return Math.min(atMost, dimension());
    }

    /** A function of the field's states, with its result back in the shape of {@code like}. */
    private NDArray through(NDArray x, UnaryOperator<NDArray> function, NDArray like) {
        try (NDManager inner = x.getManager().newSubManager(x.getDevice())) {
            NDArray flat = x.toType(sample.type, true);
            flat.attach(inner);
            long n = x.getShape().get(0);
            NDArray u = flat.reshape(new Shape(n).addAll(sample.shape));
            NDArray value = function.apply(u);
            value.attach(inner);
            NDArray back = value.toType(DataType.FLOAT64, true).reshape(like.getShape());
            back.attach(x.getManager());
            return back;
        }
    }

    private NDArray shaped(NDArray v, NDArray u) {
        NDArray typed = v.toType(sample.type, true);
        typed.attach(u.getManager());
        Shape leading = v.getShape().slice(0, v.getShape().dimension() - 1);
        return typed.reshape(leading.addAll(sample.shape));
    }
}
