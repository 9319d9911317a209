// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Locale;
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
import org.scorefield.djl.engine.JacobianMethod;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkOptions;

/**
 * k Jacobian-vector products of a batch, by each method, and one evaluation of the same batch.
 * Double backward (autograd) runs a trace by PyTorch with attention in plain operators.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class JacobianBenchmark {

    /** A loaded network and the number of directions. */
    @State(Scope.Benchmark)
    public static class Loaded {

        /** The network, and after the colon its batch. */
        @Param({"small:8"})
        public String network;

        /** The method, and after the colon k; evaluate stands for one evaluation. */
        @Param({
            "evaluate",
            "tangent_program:1",
            "tangent_program:8",
            "tangent_program:16",
            "autograd:1",
            "autograd:8",
            "autograd:16",
            "central_differences:1",
            "central_differences:8",
            "central_differences:16"
        })
        public String product;

        private Network used;
        private NDManager manager;
        private int batch;
        private int directions;

        /** Loads. */
        @Setup(Level.Trial)
        public void load() throws Exception {
            String[] parts = network.split(":", 2);
            batch = Integer.parseInt(parts[1]);
            String[] method = product.split(":", 2);
            directions = method.length == 1 ? 0 : Integer.parseInt(method[1]);
            used = network(parts[0], method[0]);
            manager = NDManager.newBaseManager("PyTorch");
        }

        private static Network network(String name, String method) throws Exception {
            return switch (method) {
                case "evaluate" -> Networks.model(name, NetworkOptions.defaults());
                case "autograd" -> Networks.differentiable(name);
                default ->
                        Networks.model(
                                name,
                                NetworkOptions.defaults()
                                        .withJacobian(
                                                JacobianMethod.valueOf(
                                                        method.toUpperCase(Locale.ROOT))));
            };
        }

        /** Closes. */
        @TearDown(Level.Trial)
        public void close() {
            manager.close();
            used.close();
        }
    }

    /** Evaluates or multiplies, and gives the first number of the result. */
    @Benchmark
    public float product(Loaded loaded) {
        try (NDManager step = loaded.manager.newSubManager()) {
            NDArray x = Networks.normal(step, loaded.batch);
            NDArray time = Networks.steps(step, loaded.batch);
            if (loaded.directions == 0) {
                return loaded.used.evaluate(x, time).getFloat(0, 0, 0, 0);
            }
            NDArray v = Networks.normal(step, loaded.directions, loaded.batch);
            return loaded.used.jvp(x, time, v).getFloat(0, 0, 0, 0, 0);
        }
    }
}
