// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.density.Empirical;

/**
 * The tangent frame of the ridge beside the score of the same states, both of data points: 3072
 * dimensions with a spectrum like that of natural images.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx6g"})
public class RidgeFrameBenchmark {

    private static final int DIMENSION = 3072;
    private static final int AXES = 300;

    /** Points, and states at a noise level. */
    @State(Scope.Benchmark)
    public static class Case {
        /** Reference points. */
        @Param("50000")
        public int points;

        /** States in a batch. */
        @Param("256")
        public int states;

        /** Tangent directions. */
        @Param("32")
        public int directions;

        /** Standard deviation of the noise; that of the data is about 0.5 a coordinate. */
        @Param({"0.2", "0.5", "1.0", "1.5"})
        public double sigma;

        private NDManager manager;
        private Empirical reference;
        private NDArray x;

        /** Draws data and states. */
        @Setup(Level.Trial)
        public void draw() {
            manager = NDManager.newBaseManager();
            reference = Empirical.of(data(), manager);
            SplittableRandom random = new SplittableRandom(2);
            double[] noise = new double[states * DIMENSION];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = sigma * random.nextGaussian();
            }
            x = reference.sample(states, random, manager);
            x.addi(manager.create(noise, new Shape(states, DIMENSION)));
        }

        /** Variance of axis i like i^-1.3, a quarter a coordinate in all. */
        private ReferenceData data() {
            SplittableRandom random = new SplittableRandom(1);
            double[] scales = new double[AXES];
            double total = 0;
            for (int i = 0; i < AXES; i++) {
                scales[i] = Math.pow(i + 1, -1.3);
                total += scales[i];
            }
            double[] axes = new double[AXES * DIMENSION];
            for (int i = 0; i < axes.length; i++) {
                double scale = Math.sqrt(scales[i / DIMENSION] / total * .25);
                axes[i] = scale * random.nextGaussian();
            }
            float[] values = new float[points * DIMENSION];
            int step = 2000;
            for (int from = 0; from < points; from += step) {
                int rows = Math.min(points - from, step);
                double[] mix = new double[rows * AXES];
                for (int i = 0; i < mix.length; i++) {
                    mix[i] = random.nextGaussian();
                }
                try (NDManager inner = manager.newSubManager()) {
                    NDArray basis = inner.create(axes, new Shape(AXES, DIMENSION));
                    NDArray drawn = inner.create(mix, new Shape(rows, AXES)).matMul(basis);
                    double[] some = drawn.toDoubleArray();
                    for (int i = 0; i < some.length; i++) {
                        values[from * DIMENSION + i] =
                                (float) (some[i] + .02 * random.nextGaussian());
                    }
                }
            }
            return ReferenceData.of(values, new long[] {3, 32, 32}, "drawn");
        }

        /** Frees the points. */
        @TearDown(Level.Trial)
        public void close() {
            manager.close();
        }
    }

    /** The score alone. */
    @Benchmark
    public double score(Case of) {
        try (NDArray score = of.reference.score(of.x, 1, of.sigma)) {
            return score.getDouble(0, 0);
        }
    }

    /** The frame, with the eigenvalue after it. */
    @Benchmark
    public double frame(Case of) {
        try (NDArray axes =
                of.reference.posteriorAxes(of.x, 1, of.sigma, of.directions + 1).axes()) {
            return axes.getDouble(0, 0, 0);
        }
    }
}
