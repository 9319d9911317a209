// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.evaluation.model.DiffusionPredictor;
import org.scorefield.evaluation.potential.Basis;
import org.scorefield.evaluation.potential.CriticOptions;
import org.scorefield.evaluation.potential.Fitter;
import org.scorefield.evaluation.potential.FourierFunctions;
import org.scorefield.evaluation.potential.LocalFunctions;
import org.scorefield.evaluation.potential.NeuralCritic;
import org.scorefield.evaluation.potential.OrthonormalAxes;
import org.scorefield.evaluation.potential.PatchFilters;
import org.scorefield.evaluation.potential.Potential;
import org.scorefield.evaluation.potential.QuadraticFunctions;
import org.scorefield.evaluation.potential.RadialFunctions;
import org.scorefield.evaluation.potential.SeparableFunctions;
import org.scorefield.evaluation.potential.Target;
import org.scorefield.evaluation.potential.TestFunctions;
import org.scorefield.zoo.Zoo;

/**
 * The parts of a fit, class by class, on {@value #ROWS} rows, in processor time of all threads; and
 * the zoo's network on as many rows.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class TestFunctionBenchmark {
    private static final int ROWS = 2048;
    private static final int BATCH = 128;
    private static final int AXES = 24;
    private static final int SIDE = 28;
    private static final int D = SIDE * SIDE;
    private static final double TIME = 0.3;

    /** The parts, in milliseconds of processor time. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Parts {
        /** What the points alone decide, once for many targets. */
        public long pointsMillis;

        /** One fit. */
        public long fitMillis;

        /** One gradient. */
        public long gradientMillis;

        /** One Laplacian. */
        public long laplacianMillis;

        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        private long millis() {
            return system.getProcessCpuTime() / 1_000_000;
        }
    }

    /** A class, or the network. */
    @State(Scope.Benchmark)
    public static class Work {
        /** What runs. */
        @Param({
            "network",
            "separable pixel",
            "separable dct",
            "spline pixel",
            "quadratic",
            "fourier",
            "radial",
            "patch 5x5 degree 3",
            "patch 3x3 degree 6",
            "patch 2x2 degree 6",
            "critic"
        })
        public String name;

        private DiffusionModel model;
        private NDManager manager;
        private Target target;

        /** Draws rows and loads the network. */
        @Setup(Level.Trial)
        public void load() throws Exception {
            model = DiffusionModel.load(Zoo.defaultEntry().unpack());
            manager = model.newManager();
            NDArray x = normal(1);
            target = new Target(x, normal(2).sub(x.tanh()), 0.5);
        }

        /** Frees. */
        @TearDown(Level.Trial)
        public void close() {
            manager.close();
            model.close();
        }

        private NDArray normal(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] numbers = new double[ROWS * D];
            Arrays.setAll(numbers, i -> random.nextGaussian());
            return manager.create(numbers, new Shape(ROWS, D));
        }

        private TestFunctions functions() {
            NDArray x = target.x();
            String[] words = name.split(" ");
            return switch (words[0]) {
                case "separable" -> SeparableFunctions.polynomial(basis(words[1]), x, 4);
                case "spline" -> SeparableFunctions.spline(basis(words[1]), x, 12);
                case "patch" -> {
                    int size = words[1].charAt(0) - '0';
                    Shape image = new Shape(1, SIDE, SIDE);
                    yield LocalFunctions.of(
                            PatchFilters.principalComponents(image, size, size * size, x),
                            Integer.parseInt(words[3]),
                            x);
                }
                default -> onAxes(words[0]);
            };
        }

        private static Basis basis(String word) {
            long[] image = {1, SIDE, SIDE};
            return word.equals("pixel") ? Basis.pixels(image) : Basis.cosine(image);
        }

        private TestFunctions onAxes(String word) {
            double[] q = new double[D * AXES];
            for (int k = 0; k < AXES; k++) {
                q[k * AXES + k] = 1;
            }
            OrthonormalAxes axes =
                    OrthonormalAxes.of(
                            manager.create(q, new Shape(D, AXES)),
                            manager.zeros(new Shape(D), DataType.FLOAT64));
            NDArray y = axes.coordinates(target.x());
            return switch (word) {
                case "quadratic" -> axes.lift(QuadraticFunctions.around(y.mean(new int[] {0})));
                case "fourier" ->
                        axes.lift(FourierFunctions.random(new Shape(256, AXES), List.of(7.0), 1));
                case "radial" -> axes.lift(RadialFunctions.of(y.get(":256"), List.of(7.0)));
                default -> axes.lift(NeuralCritic.of(y, CriticOptions.defaults(1)));
            };
        }

        private void network() {
            DiffusionPredictor predictor = new DiffusionPredictor(model);
            for (int from = 0; from < ROWS; from += BATCH) {
                Target part = target.rows(from, from + BATCH);
                try (NDArray x = part.x();
                        NDArray v = part.v();
                        NDArray epsilon = predictor.epsilon(x, TIME)) {
                    check(epsilon.sub(v));
                }
            }
        }

        /** Reads, so that it has been computed, and frees. */
        private static void check(NDArray array) {
            try (array;
                    NDArray sum = array.sum()) {
                if (!Double.isFinite(sum.getDouble())) {
                    throw new IllegalStateException("a benchmark computed " + sum.getDouble());
                }
            }
        }
    }

    /** Runs all parts. */
    @Benchmark
    public void run(Work work, Parts parts) {
        long start = parts.millis();
        if (work.name.equals("network")) {
            work.network();
            parts.pointsMillis += parts.millis() - start;
            return;
        }
        NDArray x = work.target.x();
        TestFunctions functions = work.functions();
        Fitter fitter = functions.fitter(x);
        long points = parts.millis();
        Potential potential = functions.potential(fitter.fit(work.target));
        long fit = parts.millis();
        Work.check(potential.gradient(x));
        long gradient = parts.millis();
        Work.check(potential.laplacian(x));
        parts.pointsMillis += points - start;
        parts.fitMillis += fit - points;
        parts.gradientMillis += gradient - fit;
        parts.laplacianMillis += parts.millis() - gradient;
    }
}
