// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.potential.Target;

/**
 * Noised data of one half and what the model made of them, at one level. Does not own its arrays.
 *
 * @param x [n, D] noised data
 * @param noise [n, D] the noise drawn
 * @param predicted [n, D] the model's estimate of the noise
 * @param exact [n, D] its exact estimate, where the true score is known
 * @param sizes rows of each datum, one after another; whole data only
 */
public record Rows(
        NDArray x, NDArray noise, NDArray predicted, @Nullable NDArray exact, int[] sizes) {

    /**
     * Checks that the network gave numbers.
     *
     * @param level named in a refusal
     * @return these rows
     * @throws EvaluationException where it did not
     */
    public Rows checked(NoiseLevel level) {
        if (!predicted.getShape().equals(x.getShape())) {
            throw new EvaluationException(
                    "network output: expected the shape "
                            + x.getShape()
                            + " of its input, found "
                            + predicted.getShape()
                            + "; the predictor must return [n, D]");
        }
        double sum = predicted.sum().getDouble();
        if (!Double.isFinite(sum)) {
            for (double value : predicted.toDoubleArray()) {
                if (!Double.isFinite(value)) {
                    throw new EvaluationException(
                            String.format(
                                    "network output: expected finite numbers, found %s at t = %.4f"
                                            + " (sigma = %.4g); check the card's schedule and data"
                                            + " range, or run in float32",
                                    value, level.t(), level.sigma()));
                }
            }
        }
        if (exact != null && !Double.isFinite(exact.sum().getDouble())) {
            throw new EvaluationException(
                    String.format(
                            "true score: expected finite numbers, found others at t = %.4f (sigma ="
                                    + " %.4g); check the distribution",
                            level.t(), level.sigma()));
        }
        return this;
    }

    /**
     * The number of rows.
     *
     * @return n
     */
    public int count() {
        return (int) x.getShape().get(0);
    }

    /**
     * How the error is observed: as the error itself where the true score is known, otherwise as a
     * mixture of Stein's form (lambda = 1) and the denoising form (lambda = 0).
     */
    Target target(double lambda, double sigma) {
        if (exact != null) {
            return new Target(x, predicted.sub(exact), 0);
        }
        return new Target(x, predicted.sub(noise.mul(1 - lambda)), lambda * sigma);
    }

    /**
     * Rows of whole data.
     *
     * @param from number of the first datum
     * @param to number after the last
     * @return views of these rows
     */
    public Rows data(int from, int to) {
        int start = Arrays.stream(sizes, 0, from).sum();
        int end = start + Arrays.stream(sizes, from, to).sum();
        NDIndex index = new NDIndex().addSliceDim(start, end);
        return new Rows(
                x.get(index),
                noise.get(index),
                predicted.get(index),
                exact == null ? null : exact.get(index),
                Arrays.copyOfRange(sizes, from, to));
    }

    /**
     * All rows in one.
     *
     * @param owner of the result
     * @param parts at least one; not modified
     * @return new rows
     */
    public static Rows concat(NDManager owner, List<Rows> parts) {
        boolean known = parts.get(0).exact != null;
        return new Rows(
                concat(owner, parts, Rows::x),
                concat(owner, parts, Rows::noise),
                concat(owner, parts, Rows::predicted),
                known ? concat(owner, parts, Rows::exact) : null,
                parts.stream().flatMapToInt(part -> Arrays.stream(part.sizes())).toArray());
    }

    private static NDArray concat(
            NDManager owner, List<Rows> parts, Function<Rows, @Nullable NDArray> array) {
        NDList list = new NDList();
        for (Rows part : parts) {
            NDArray some = array.apply(part);
            if (some != null) {
                list.add(some);
            }
        }
        NDArray all = NDArrays.concat(list, 0);
        all.attach(owner);
        return all;
    }

    /**
     * A copy. A view of an array that was made from Java's memory must not outlive that array.
     *
     * @param owner of the result
     * @return new rows
     */
    public Rows copy(NDManager owner) {
        return new Rows(
                        x.duplicate(),
                        noise.duplicate(),
                        predicted.duplicate(),
                        exact == null ? null : exact.duplicate(),
                        sizes)
                .attach(owner);
    }

    /** Moves the arrays to a manager. */
    Rows attach(NDManager owner) {
        x.attach(owner);
        noise.attach(owner);
        predicted.attach(owner);
        if (exact != null) {
            exact.attach(owner);
        }
        return this;
    }

    /** Frees the arrays. */
    public void close() {
        x.close();
        noise.close();
        predicted.close();
        if (exact != null) {
            exact.close();
        }
    }
}
