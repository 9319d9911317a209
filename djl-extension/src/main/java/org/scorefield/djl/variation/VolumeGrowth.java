// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.process.RightHandSide;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimedField;

/**
 * The logarithm of the volume that a flow makes of volume 1, log |det dx(t_1)/dx(t_0)| = integral
 * of div v(x(t), t) dt, solved together with x.
 *
 * <p>The check of {@link LyapunovSweep} with k = D, whose sum of log R_ii is the same but for the
 * error of the steps; and, followed from data to noise, the change of log density.
 *
 * @param velocity v, dx/dt
 * @param solver method, steps and times, rising or falling
 * @param divergence exact or estimated
 */
public record VolumeGrowth(TimedField velocity, FlowSolver solver, Divergence divergence) {

    /**
     * Follows states.
     *
     * @param start states at the first time, {@code [n, *shape]}, FLOAT64, or FLOAT32 with fewer
     *     than 2^24 samples; not modified
     * @param options seed of the signs, numbering and batches
     * @return ends and volumes
     * @throws IllegalArgumentException if start is empty or not finite
     * @throws org.scorefield.djl.process.DivergenceException if a state or divergence is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public VolumeEstimate run(NDArray start, SamplingOptions options) {
        int d = Batches.dimension(start);
        int n = Math.toIntExact(start.getShape().get(0));
        int m = divergence.columns();
        Shape sample = start.getShape().slice(1);
        try (NDManager scope = start.getManager().newSubManager(start.getDevice())) {
            NDArray x = start.duplicate();
            x.attach(scope);
            double[] numbers = new double[n];
            Arrays.setAll(numbers, i -> options.firstSample() + i);
            NDArray joined =
                    joined(
                            x.reshape(n, d),
                            scope.zeros(new Shape(n, m), x.getDataType()),
                            scope.create(numbers, new Shape(n, 1)).toType(x.getDataType(), false));
            NDArray end = solver.of(new Joint(sample, d, options.seed())).run(joined, options);
            NDArray states =
                    end.get(new NDIndex(":, {}:{}", 0, d)).duplicate().reshape(start.getShape());
            double[] sums = Frames.numbers(end.get(new NDIndex(":, {}:{}", d, d + m)).duplicate());
            states.attach(start.getManager());
            double[][] integrals = new double[n][];
            for (int i = 0; i < n; i++) {
                integrals[i] = Arrays.copyOfRange(sums, i * m, (i + 1) * m);
            }
            return new VolumeEstimate(states, integrals, divergence, velocity.notes());
        }
    }

    private static NDArray joined(NDArray x, NDArray sums, NDArray numbers) {
        return x.concat(sums, 1).concat(numbers, 1);
    }

    /** The flow of (x, integrals, number of the sample); the last is carried for its signs. */
    private final class Joint implements RightHandSide {

        private final Shape sample;
        private final int d;
        private final long seed;

        Joint(Shape sample, int d, long seed) {
            this.sample = sample;
            this.d = d;
            this.seed = seed;
        }

        @Override
        public NDArray evaluate(NDArray z, double t) {
            int n = Math.toIntExact(z.getShape().get(0));
            int m = divergence.columns();
            try (NDManager scope = z.getManager().newSubManager(z.getDevice())) {
                NDArray here = z.duplicate();
                here.attach(scope);
                NDArray x =
                        here.get(new NDIndex(":, {}:{}", 0, d))
                                .reshape(new Shape(n).addAll(sample));
                NDArray last = here.get(new NDIndex(":, {}:{}", d + m, d + m + 1));
                double[] numbers = last.toType(DataType.FLOAT64, true).toDoubleArray();
                long[] samples = Arrays.stream(numbers).mapToLong(Math::round).toArray();
                Linearization both =
                        divergence.linearize(
                                velocity.at(t), x, new Divergence.Probes(seed, samples));
                NDArray slope = joined(both.value().reshape(n, d), both.product(), last.mul(0));
                slope.attach(z.getManager());
                return slope;
            }
        }
    }
}
