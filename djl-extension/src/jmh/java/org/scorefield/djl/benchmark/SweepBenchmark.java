// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
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
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.variation.LyapunovSweep;

/**
 * A sweep of k tangent vectors along DDIM on the zoo's image checkpoint, QR included, and one
 * evaluation of the same batch. A small heap, so that resident memory does not count garbage.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx64m")
public class SweepBenchmark {

    /** A loaded checkpoint and what runs on it. */
    @State(Scope.Benchmark)
    public static class Loaded {

        /** The checkpoint, and after the colon its batch. */
        @Param({"fashion-mnist-ddpm:2"})
        public String network;

        /** One evaluation of the denoiser, or a sweep of k vectors over so many steps. */
        @Param({"evaluate", "sweep:4:10", "sweep:16:10", "sweep:16:100"})
        public String work;

        private DiffusionModel model;
        private NDManager manager;
        private NDArray start;
        private int k;
        private int steps;

        /** Loads. */
        @Setup(Level.Trial)
        public void load() throws Exception {
            String[] parts = network.split(":", 2);
            model = DiffusionModel.load(zoo().resolve(parts[0]));
            manager = model.newManager();
            Shape shape =
                    new Shape(Integer.parseInt(parts[1])).addAll(new Shape(model.dataShape()));
            start = new NoisePath(20).start(manager.zeros(shape, DataType.FLOAT32), 0);
            String[] sizes = work.split(":", 3);
            k = sizes.length == 3 ? Integer.parseInt(sizes[1]) : 0;
            steps = sizes.length == 3 ? Integer.parseInt(sizes[2]) : 0;
        }

        private static Path zoo() {
            return Path.of(
                    System.getProperty(
                            "scorefield.zoo",
                            "../model-zoo/src/main/resources/org/scorefield/zoo"));
        }

        /** Closes. */
        @TearDown(Level.Trial)
        public void close() {
            manager.close();
            model.close();
        }
    }

    /** Evaluates or sweeps, and gives a number of the result. */
    @Benchmark
    public double work(Loaded loaded) {
        if (loaded.k == 0) {
            try (NDArray denoised = loaded.model.denoiser(loaded.start, 0.5)) {
                return denoised.getFloat(0, 0, 0, 0);
            }
        }
        StepMaps maps =
                StepMaps.of(
                        TimedField.of(loaded.model, Quantity.DENOISER),
                        loaded.model.parameterization().schedule(),
                        ReverseProcess.DDIM,
                        TimeGrid.uniform(loaded.steps, 1, 0.05));
        try (NDManager run = loaded.manager.newSubManager()) {
            NDArray start = loaded.start.duplicate();
            start.attach(run);
            return new LyapunovSweep(maps, loaded.k)
                    .run(start, SamplingOptions.seed(1))
                    .exponents(0)[0];
        }
    }
}
