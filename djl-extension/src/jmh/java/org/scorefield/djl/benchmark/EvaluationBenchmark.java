// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.NoopTranslator;
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
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkOptions;

/**
 * One evaluation of a batch: traced by PyTorch or compiled here, both by plain DJL; and the same by
 * this library, from the checkpoint on.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class EvaluationBenchmark {

    /** A loaded network and its input. */
    @State(Scope.Benchmark)
    public static class Loaded {

        /** The network, and after the colon its batch. */
        @Param({"small:8", "cifar10:2"})
        public String network;

        /** A module run by plain DJL, or the checkpoint run by this library. */
        @Param({"traced", "compiled", "checkpoint"})
        public String program;

        private Evaluation evaluation;

        /** Loads. */
        @Setup(Level.Trial)
        public void load() throws Exception {
            String[] parts = network.split(":", 2);
            int batch = Integer.parseInt(parts[1]);
            evaluation =
                    program.equals("checkpoint")
                            ? new Ours(parts[0], batch)
                            : new Plain(parts[0], program, batch);
        }

        /** Closes. */
        @TearDown(Level.Trial)
        public void close() throws Exception {
            evaluation.close();
        }
    }

    /** Evaluates and gives the first number of the output, so that it has been computed. */
    @Benchmark
    public float evaluate(Loaded loaded) throws Exception {
        return loaded.evaluation.run();
    }

    private interface Evaluation extends AutoCloseable {
        float run() throws Exception;
    }

    private record Ours(Network network, NDManager manager, int batch) implements Evaluation {

        Ours(String name, int batch) throws Exception {
            this(
                    Networks.model(name, NetworkOptions.defaults()),
                    NDManager.newBaseManager("PyTorch"),
                    batch);
        }

        @Override
        public float run() {
            try (NDManager step = manager.newSubManager()) {
                NDArray x = Networks.normal(step, batch);
                NDArray y = network.evaluate(x, Networks.steps(step, batch));
                return y.getFloat(0, 0, 0, 0);
            }
        }

        @Override
        public void close() {
            manager.close();
            network.close();
        }
    }

    private record Plain(
            Model model, Predictor<NDList, NDList> predictor, NDManager manager, int batch)
            implements Evaluation {

        Plain(String name, String program, int batch) throws Exception {
            this(Networks.module(name, program), batch);
        }

        Plain(Model model, int batch) {
            this(
                    model,
                    model.newPredictor(new NoopTranslator()),
                    NDManager.newBaseManager("PyTorch"),
                    batch);
        }

        @Override
        public float run() throws Exception {
            try (NDManager step = manager.newSubManager()) {
                NDArray x = Networks.normal(step, batch);
                NDList y = predictor.predict(new NDList(x, Networks.steps(step, batch)));
                y.attach(step);
                return y.singletonOrThrow().getFloat(0, 0, 0, 0);
            }
        }

        @Override
        public void close() {
            predictor.close();
            manager.close();
            model.close();
        }
    }
}
