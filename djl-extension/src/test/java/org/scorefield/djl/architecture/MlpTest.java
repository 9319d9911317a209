// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scorefield.djl.architecture.CheckpointFixture.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.checkpoint.StateDict;

/** Compares compiled perceptrons with the same formula in Java. */
class MlpTest {

    /** Float64 with float32 weights: a few roundings in numbers of order 1. */
    private static final double ROUNDING = 1e-12;

    private static final double[] U = {0.3, -1.1};

    private static final double T = 0.75;

    private static final Architectures KNOWN = Architectures.of(List.of(new Mlp()));

    @TempDir private Path folder;

    @Test
    void build_blind_isLinearActivationLinear() throws IOException {
        StateDict weights = weights("net", 2, 5, 2);
        double[] expected = linear(weights, "net.2", silu(linear(weights, "net.0", U)));
        assertThat(evaluate(weights, "{}", false)).containsExactly(expected, close());
    }

    @Test
    void build_concatenated_appendsTheTime() throws IOException {
        StateDict weights = weights("layers", 3, 4, 2);
        double[] first = linear(weights, "layers.0", new double[] {U[0], U[1], T});
        double[] expected = linear(weights, "layers.2", map(first, Math::tanh));
        assertThat(evaluate(weights, "{\"activation\": \"tanh\"}", true))
                .containsExactly(expected, close());
    }

    @Test
    void build_sinusoidal_appendsSinesThenCosines() throws IOException {
        StateDict weights = weights("net", 6, 4, 2);
        double w = (float) Math.exp((float) -Math.log(100) / 2f);
        double[] e = {U[0], U[1], Math.sin(T), Math.sin(T * w), Math.cos(T), Math.cos(T * w)};
        double[] expected =
                linear(weights, "net.2", map(linear(weights, "net.0", e), x -> Math.max(x, 0)));
        assertThat(evaluate(weights, "{\"activation\": \"relu\", \"max_period\": 100}", true))
                .containsExactly(expected, close());
    }

    @Test
    void build_timeEmbedLayers_changeTheSinusoidFirst() throws IOException {
        Map<String, long[]> shapes = shapes("net", 2 + 3, 4, 2);
        shapes.putAll(shapes("time_embed", 2, 4, 3));
        StateDict weights = CheckpointFixture.random(shapes, 5);
        double[] sinusoid = {Math.cos(T), Math.sin(T)};
        double[] time =
                linear(weights, "time_embed.2", silu(linear(weights, "time_embed.0", sinusoid)));
        double[] joined = {U[0], U[1], time[0], time[1], time[2]};
        double[] expected = linear(weights, "net.2", silu(linear(weights, "net.0", joined)));
        assertThat(evaluate(weights, "{\"flip_sin_to_cos\": true}", true))
                .containsExactly(expected, close());
    }

    @Test
    void build_optionAgainstTheShapes_isRefused() {
        StateDict weights = weights("net", 3, 4, 2);
        assertThatThrownBy(() -> network(weights, "{\"time_embedding\": \"none\"}"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "weights.pt: MLP: MLP: expected a first layer of the data and 0 numbers of"
                                + " the time, found room for 1; correct time_embedding or"
                                + " data.shape");
    }

    private double[] evaluate(StateDict weights, String options, boolean timed) throws IOException {
        NetworkProgram network = network(weights, options);
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                CompiledProgram program = CompiledProgram.of(network, DType.F64, folder)) {
            NDArray u = manager.create(U, new Shape(1, 2));
            NDArray t = manager.create(new double[] {T});
            return program.forward(timed ? new NDList(u, t) : new NDList(u)).toDoubleArray();
        }
    }

    private static NetworkProgram network(StateDict weights, String options)
            throws CheckpointException {
        return KNOWN.program(
                checkpoint(weights, "{\"data\": {\"shape\": [2]}, \"options\": " + options + "}"));
    }

    private static StateDict weights(String prefix, long... widths) {
        return CheckpointFixture.random(shapes(prefix, widths), 3);
    }

    private static Map<String, long[]> shapes(String prefix, long... widths) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (int i = 0; i + 1 < widths.length; i++) {
            shapes.put(prefix + "." + 2 * i + ".weight", new long[] {widths[i + 1], widths[i]});
            shapes.put(prefix + "." + 2 * i + ".bias", new long[] {widths[i + 1]});
        }
        return shapes;
    }

    private static double[] linear(StateDict weights, String key, double[] x) throws IOException {
        double[] w = weights.require(key + ".weight").toDoubles();
        double[] y = weights.require(key + ".bias").toDoubles();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += w[i * x.length + j] * x[j];
            }
        }
        return y;
    }

    private static double[] silu(double[] x) {
        return map(x, v -> v / (1 + Math.exp(-v)));
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    private static Offset<Double> close() {
        return Offset.offset(ROUNDING);
    }
}
