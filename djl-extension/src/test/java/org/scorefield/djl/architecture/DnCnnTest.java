// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scorefield.djl.architecture.CheckpointFixture.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.checkpoint.Tensors;

/**
 * Known answers of networks of one channel with convolutions 1x1, which are formulas of one number;
 * and laws of random ones.
 */
class DnCnnTest {

    private static final double ROUNDING = 1e-12;

    private static final Architectures KNOWN = Architectures.of(List.of(new DnCnn()));

    @TempDir private Path folder;

    @Test
    void build_biasFree_scalesWithTheEpsilonOutsideTheRoot() throws IOException {
        StateDict weights = stack();
        // 0.5 relu(5 / (sqrt(4) + 1e-5) * 3 * relu(2 u)), u = 1 and -1
        double scale = 5 / (Math.sqrt(4) + 1e-5);
        assertThat(evaluate(weights, "{}", 1, -1))
                .containsExactly(new double[] {0.5 * scale * 3 * 2, 0}, within());
    }

    @Test
    void build_batchNormalization_subtractsTheMeanAndAddsTheShift() throws IOException {
        // the file's mean 0.25 and shift 0.125: 0.5 relu(5 (6 - 0.25) / sqrt(4 + 1e-5) + 0.125)
        double normalized = 5 * (6 - 0.25) / Math.sqrt(4 + 1e-5) + 0.125;
        assertThat(evaluate(stack(), "{\"normalization\": \"batch\"}", 1))
                .containsExactly(new double[] {0.5 * normalized}, within());
    }

    @Test
    void build_biases_areAddedAndMeanBatchNormalization() throws IOException {
        Map<String, Tensor> tensors = tensors();
        tensors.put("first_layer.bias", scalar(1));
        tensors.put("hidden_layer_list.0.bias", scalar(2));
        tensors.put("last_layer.bias", scalar(7));
        double hidden = 3 * (2 + 1) + 2;
        double normalized = 5 * (hidden - 0.25) / Math.sqrt(4 + 1e-5) + 0.125;
        assertThat(evaluate(StateDict.of(tensors), "{}", 1))
                .containsExactly(new double[] {0.5 * normalized + 7}, within());
    }

    @Test
    void build_numberedWithoutNormalization_putsReluBetween() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("model.0.weight", kernel(2));
        tensors.put("model.0.bias", scalar(1));
        tensors.put("model.2.weight", kernel(-3));
        tensors.put("model.4.weight", kernel(4));
        // 4 relu(-3 relu(2 u + 1)), u = -2 and 1, then with a positive kernel in between
        assertThat(evaluate(StateDict.of(tensors), "{}", -2, 1))
                .containsExactly(new double[] {0, 0}, within());
        tensors.put("model.2.weight", kernel(3));
        assertThat(evaluate(StateDict.of(tensors), "{}", -2, 1))
                .containsExactly(new double[] {0, 36}, within());
    }

    @Test
    void build_numberedWithNormalization_normalizesBeforeRelu() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("dncnn.0.weight", kernel(2));
        tensors.put("dncnn.2.weight", kernel(3));
        tensors.put("dncnn.3.weight", scalar(5));
        tensors.put("dncnn.3.bias", scalar(0.125));
        tensors.put("dncnn.3.running_mean", scalar(0.25));
        tensors.put("dncnn.3.running_var", scalar(4));
        tensors.put("dncnn.3.num_batches_tracked", Tensors.of(new long[] {9}));
        tensors.put("dncnn.5.weight", kernel(0.5));
        double normalized = 5 * (6 - 0.25) / Math.sqrt(4 + 1e-5) + 0.125;
        assertThat(evaluate(StateDict.of(tensors), "{}", 1))
                .containsExactly(new double[] {0.5 * normalized}, within());
    }

    @Test
    void build_biasFreeRandom_isHomogeneousOfDegreeOne() throws IOException {
        long seed = 11;
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("first_layer.weight", new long[] {4, 1, 3, 3});
        for (int i = 0; i < 3; i++) {
            shapes.put("hidden_layer_list." + i + ".weight", new long[] {4, 4, 3, 3});
            shapes.put("bn_layer_list." + i + ".weight", new long[] {4});
            shapes.put("bn_layer_list." + i + ".running_var", new long[] {4});
        }
        shapes.put("last_layer.weight", new long[] {1, 4, 3, 3});
        StateDict weights = CheckpointFixture.random(shapes, seed);
        NetworkProgram network = network(weights, "{}", "[1, 6, 5]");
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                CompiledProgram program = CompiledProgram.of(network, DType.F64, folder)) {
            NDArray u = manager.arange(30).div(30).sub(0.4).reshape(1, 1, 6, 5);
            NDArray x = u.toType(DataType.FLOAT64, false);
            NDArray y = program.forward(new NDList(x));
            NDArray scaled = program.forward(new NDList(x.mul(4)));
            NDArray euler = program.jvp(new NDList(x), x.expandDims(0)).get(0);
            double size = y.abs().max().getDouble();
            assertThat(size).as("seed " + seed).isPositive();
            assertThat(scaled.sub(y.mul(4)).abs().max().getDouble() / size)
                    .as("f(4 u) = 4 f(u), seed " + seed)
                    .isLessThan(ROUNDING);
            assertThat(euler.sub(y).abs().max().getDouble() / size)
                    .as("J u = f(u), seed " + seed)
                    .isLessThan(ROUNDING);
        }
    }

    @Test
    void build_evenKernel_isRefused() {
        Map<String, Tensor> tensors = tensors();
        tensors.put("last_layer.weight", Tensors.of(new float[4], 1, 1, 2, 2));
        assertThatThrownBy(() -> network(StateDict.of(tensors), "{}", "[1, 4, 4]"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "weights.pt: DnCNN: last_layer.weight: expected the weight of a square"
                                + " convolution of odd size, found shape [1, 1, 2, 2]; name another"
                                + " architecture in the card");
    }

    private double[] evaluate(StateDict weights, String options, double... pixels)
            throws IOException {
        NetworkProgram network = network(weights, options, "[1, 1, " + pixels.length + "]");
        Path target = folder.resolve("p" + System.identityHashCode(network));
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                CompiledProgram program = CompiledProgram.of(network, DType.F64, target)) {
            NDArray u = manager.create(pixels, new Shape(1, 1, 1, pixels.length));
            return program.forward(new NDList(u)).toDoubleArray();
        }
    }

    private static NetworkProgram network(StateDict weights, String options, String shape)
            throws CheckpointException {
        return KNOWN.program(
                checkpoint(
                        weights,
                        "{\"data\": {\"shape\": " + shape + "}, \"options\": " + options + "}"));
    }

    private static StateDict stack() {
        return StateDict.of(tensors());
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("first_layer.weight", kernel(2));
        tensors.put("hidden_layer_list.0.weight", kernel(3));
        tensors.put("bn_layer_list.0.weight", scalar(5));
        tensors.put("bn_layer_list.0.bias", scalar(0.125));
        tensors.put("bn_layer_list.0.running_mean", scalar(0.25));
        tensors.put("bn_layer_list.0.running_var", scalar(4));
        tensors.put("bn_layer_list.0.num_batches_tracked", Tensors.of(new long[] {9}));
        tensors.put("last_layer.weight", kernel(0.5));
        return tensors;
    }

    private static Tensor kernel(double weight) {
        return Tensors.of(new float[] {(float) weight}, 1, 1, 1, 1);
    }

    private static Tensor scalar(double value) {
        return Tensors.of(new float[] {(float) value}, 1);
    }

    private static Offset<Double> within() {
        return Offset.offset(ROUNDING);
    }
}
