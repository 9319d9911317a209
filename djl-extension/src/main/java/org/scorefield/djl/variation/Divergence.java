// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.process.SamplingOptions;

/** How the divergence of a field, the trace of its Jacobian, is computed. */
public sealed interface Divergence {

    /** {@return the sum of e_i^T J e_i over all D unit vectors: exact, D products an evaluation} */
    static Divergence exact() {
        return new Exact();
    }

    /**
     * The mean of e^T J e over random signs e, each sample's own and, along a trajectory, the same
     * at every time.
     *
     * <p>Variance: 2 sum over i != j of ((J + J^T) / 2)_ij^2 for each probe. Source: Hutchinson
     * 1989, A stochastic estimator of the trace of the influence matrix.
     *
     * @param probes number of sign vectors, at least 1; 2 or more for a standard error
     * @return the estimator
     */
    static Divergence hutchinson(int probes) {
        return new Hutchinson(probes);
    }

    /** {@return numbers that it gives a state: one, or one a probe} */
    int columns();

    /**
     * The divergence at some states.
     *
     * @param field the field
     * @param x states, {@code [n, *shape]}; not modified
     * @param options seed and number of the first sample, for the signs
     * @return {@code [n][columns]}: the divergence, or its estimates by each probe
     */
    default double[][] of(VectorField field, NDArray x, SamplingOptions options) {
        long n = x.getShape().get(0);
        long[] numbers = LongStream.range(0, n).map(i -> options.firstSample() + i).toArray();
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray here = x.duplicate();
            here.attach(scope);
            double[] all =
                    Frames.numbers(
                            linearize(field, here, new Probes(options.seed(), numbers)).product());
            double[][] rows = new double[(int) n][columns()];
            for (int i = 0; i < n; i++) {
                System.arraycopy(all, i * columns(), rows[i], 0, columns());
            }
            return rows;
        }
    }

    /**
     * The field, and its divergence {@code [n, columns]}, owned by the manager of x.
     *
     * @param field the field
     * @param x states, {@code [n, *shape]}; not modified
     * @param probes seed and numbers of the samples, for the signs
     * @return the field at x and its divergence, or the estimates by each probe
     */
    Linearization linearize(VectorField field, NDArray x, Probes probes);

    /**
     * Whose signs are drawn.
     *
     * @param seed the seed
     * @param samples the number of each state
     */
    record Probes(long seed, long[] samples) {

        /** Signs in the type of x, {@code [count, n, *shape]}. */
        NDArray signs(NDArray x, int count) {
            int d = Math.toIntExact(x.size() / samples.length);
            double[][][] signs = new double[samples.length][count][d];
            for (int i = 0; i < samples.length; i++) {
                long own = new SplittableRandom(seed + samples[i]).nextLong();
                for (int k = 0; k < count; k++) {
                    SplittableRandom random = new SplittableRandom(own + k);
                    for (int a = 0; a < d; a++) {
                        signs[i][k][a] = random.nextBoolean() ? 1 : -1;
                    }
                }
            }
            return Frames.join(signs, x);
        }
    }

    /** All unit vectors, some at a time. */
    record Exact() implements Divergence {

        private static final int BLOCK = 32;

        @Override
        public int columns() {
            return 1;
        }

        @Override
        public Linearization linearize(VectorField field, NDArray x, Probes probes) {
            int n = Math.toIntExact(x.getShape().get(0));
            int d = Math.toIntExact(x.size() / n);
            NDArray value = x;
            NDArray trace = x.getManager().zeros(new Shape(n, 1), x.getDataType());
            for (int from = 0; from < d; from += BLOCK) {
                double[][][] units = new double[n][Math.min(BLOCK, d - from)][d];
                for (double[][] own : units) {
                    for (int i = 0; i < own.length; i++) {
                        own[i][from + i] = 1;
                    }
                }
                NDArray directions = Frames.join(units, x);
                Linearization both = field.linearize(x, directions);
                value = both.value();
                trace = trace.add(diagonal(directions, both.product()).sum(new int[] {1}, true));
            }
            return new Linearization(value, trace);
        }
    }

    /** Random signs. */
    record Hutchinson(int probes) implements Divergence {

        /**
         * Refuses no probes.
         *
         * @param probes number of sign vectors, at least 1
         */
        public Hutchinson {
            if (probes < 1) {
                throw new IllegalArgumentException(
                        "probes: expected at least 1, found "
                                + probes
                                + "; give 2 or more for a standard error");
            }
        }

        @Override
        public int columns() {
            return probes;
        }

        @Override
        public Linearization linearize(VectorField field, NDArray x, Probes numbers) {
            NDArray signs = numbers.signs(x, probes);
            Linearization both = field.linearize(x, signs);
            return new Linearization(both.value(), diagonal(signs, both.product()));
        }
    }

    /** v^T J v of each direction, {@code [n, k]}. */
    private static NDArray diagonal(NDArray v, NDArray product) {
        long k = v.getShape().get(0);
        long n = v.getShape().get(1);
        NDArray all = v.mul(product).reshape(k, n, -1);
        return all.sum(new int[] {2}).transpose();
    }
}
