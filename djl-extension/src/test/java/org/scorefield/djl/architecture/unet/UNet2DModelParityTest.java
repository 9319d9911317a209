// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.architecture.CompiledProgram;
import org.scorefield.djl.architecture.NetworkProgram;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;

/**
 * Compares compiled networks with diffusers 0.42.1 on PyTorch 2.7.1; the fixtures and the command
 * that made them are described in src/test/python/README.md.
 */
class UNet2DModelParityTest {

    /** Of the largest entry: float32 rounding through some thirty layers. */
    private static final double OUTPUT = 1e-5;

    /** Of the largest entry: derivatives amplify the rounding of the primal. */
    private static final double DERIVATIVE = 1e-4;

    /** In float64 the angle t w is not rounded to float32, which moves it by up to 3e-5. */
    private static final double OUTPUT_FLOAT64 = 1e-4;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attention-resampling",
                "ddpm",
                "defaults",
                "float16",
                "fourier",
                "fourier-class-timestep",
                "learned-time",
                "odd-width-fractional-time",
                "old-attention-keys",
                "resnet-resampling",
                "resnet-resampling-shift",
                "torch-bin"
            })
    void program_fixture_givesWhatDiffusersGives(String name) throws IOException {
        Path directory = directory(name);
        StateDict reference =
                CheckpointReader.read(directory.resolve("reference.safetensors"))
                        .requireStateDict();
        NetworkProgram network = network(directory, reference);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray v = array(manager, reference, "v", DataType.FLOAT32);
            NDArray w = array(manager, reference, "w", DataType.FLOAT32);
            try (CompiledProgram program =
                    CompiledProgram.of(network, DType.F32, folder.resolve("f32"))) {
                NDList inputs = inputs(manager, network, reference, DataType.FLOAT32);
                assertClose(name + " y", program.forward(inputs), reference, "y", OUTPUT);
                NDArray jv = program.jvp(inputs, v.expandDims(0)).get(0);
                assertClose(name + " jvp", jv, reference, "jvp", DERIVATIVE);
                NDArray product = program.vjp(inputs, w);
                assertClose(name + " vjp", product, reference, "vjp", DERIVATIVE);
            }
            try (CompiledProgram program =
                    CompiledProgram.of(network, DType.F64, folder.resolve("f64"))) {
                NDList inputs = inputs(manager, network, reference, DataType.FLOAT64);
                assertClose(
                        name + " y64", program.forward(inputs), reference, "y64", OUTPUT_FLOAT64);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddpm", "fourier-class-timestep", "learned-time", "old-attention-keys"})
    void find_bareWeights_goesByTheKeys(String name) throws IOException {
        Path weights = directory(name).resolve("diffusion_pytorch_model.safetensors");
        Architectures known = Architectures.load(UNet2DModel.class.getClassLoader());
        assertThat(known.find(CheckpointReader.read(weights)).name()).isEqualTo("UNet2DModel");
    }

    private static NetworkProgram network(Path directory, StateDict reference) throws IOException {
        JsonObject card = new JsonObject();
        card.addProperty("architecture", "UNet2DModel");
        String config = Files.readString(directory.resolve("config.json"));
        card.add("options", JsonParser.parseString(config));
        JsonArray shape = new JsonArray();
        long[] x = reference.require("x").shape();
        Arrays.stream(x, 1, x.length).forEach(shape::add);
        JsonObject data = new JsonObject();
        data.add("shape", shape);
        card.add("data", data);
        Checkpoint read = CheckpointReader.read(directory, Card.of(card));
        return Architectures.load(UNet2DModel.class.getClassLoader()).program(read);
    }

    private static NDList inputs(
            NDManager manager, NetworkProgram network, StateDict reference, DataType type)
            throws IOException {
        NDList inputs =
                new NDList(
                        array(manager, reference, "x", type),
                        array(manager, reference, "timestep", type));
        if (network.graph().inputs().containsKey("label")) {
            boolean index = network.graph().operators().contains("embedding");
            inputs.add(array(manager, reference, "class_labels", index ? DataType.INT64 : type));
        }
        return inputs;
    }

    private static NDArray array(NDManager manager, StateDict reference, String name, DataType type)
            throws IOException {
        Tensor tensor = reference.require(name);
        return manager.create(tensor.toDoubles(), new Shape(tensor.shape())).toType(type, false);
    }

    private static void assertClose(
            String what, NDArray found, StateDict reference, String name, double tolerance)
            throws IOException {
        double[] expected = reference.require(name).toDoubles();
        double[] values = found.toType(DataType.FLOAT64, false).toDoubleArray();
        assertThat(found.getShape().getShape()).isEqualTo(reference.require(name).shape());
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double difference = 0;
        for (int i = 0; i < values.length; i++) {
            difference = Math.max(difference, Math.abs(values[i] - expected[i]));
        }
        assertThat(difference / largest).as(what).isLessThanOrEqualTo(tolerance);
    }

    private static Path directory(String name) {
        var url = UNet2DModelParityTest.class.getResource(name + "/config.json");
        assertThat(url).as("fixture " + name).isNotNull();
        return Path.of(java.net.URI.create(url.toString())).getParent();
    }
}
