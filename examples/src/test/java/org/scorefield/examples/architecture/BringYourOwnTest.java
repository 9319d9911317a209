// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.Container;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.checkpoint.Tensors;
import org.scorefield.djl.engine.Network;

/** The example architectures on weights made here: known answers, and laws of random weights. */
class BringYourOwnTest {

    /** Of the largest entry: float32 through ten layers. */
    private static final double RELATIVE = 1e-5;

    private static final long SEED = 7;

    @TempDir private Path folder;

    @Test
    void ddpmMnistCnn_twoPixels_isTheFormula() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("beta_t", tensor(1, 0));
        tensors.put("alpha_t", tensor(1, 1));
        tensors.put("gt.frequencies", tensor(1, 0.5f));
        tensors.put("gt.blocks.0.net.0.weight", kernel(3));
        tensors.put("gt.blocks.0.net.0.bias", tensor(1, 100));
        tensors.put("gt.blocks.0.net.1.weight", Tensors.of(new float[] {20, 20}, 1, 2));
        tensors.put("gt.blocks.0.net.1.bias", Tensors.of(new float[] {1, 1}, 1, 2));
        tensors.put("gt.blocks.1.weight", kernel(2));
        tensors.put("gt.blocks.1.bias", tensor(1, 0.25f));
        tensors.put("gt.time_embed.0.weight", Tensors.of(new float[] {3, 5}, 1, 2));
        tensors.put("gt.time_embed.0.bias", tensor(1, 7));
        // Two pixels 1 and -1 are normalised to 1 and -1 (variance 9, epsilon 1e-5); then 21 and
        // -19 leave GELU as 21 and 0; the time adds 3 sin(t/2) + 5 (cos(t/2) - 1) + 7.
        double t = 0.8;
        double unit = 20 * 3 / Math.sqrt(9 + 1e-5);
        double shift = 3 * Math.sin(t / 2) + 5 * (Math.cos(t / 2) - 1) + 7;
        double[] expected = {2 * (unit + 1 + shift) + 0.25, 2 * shift + 0.25};

        Checkpoint checkpoint =
                checkpoint(StateDict.of(tensors), "{\"data\": {\"shape\": [1, 1, 2]}}");
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network network = ExampleNetwork.load(ExampleNetwork.program(checkpoint), folder)) {
            NDArray x = manager.create(new float[] {1, -1}, new Shape(1, 1, 1, 2));
            float[] y = network.evaluate(x, manager.create(new float[] {(float) t})).toFloatArray();
            for (int i = 0; i < 2; i++) {
                assertThat(Math.abs(y[i] / expected[i] - 1)).isLessThan(RELATIVE);
            }
        }
    }

    @Test
    void biasFreeUnet_oddSize_isPaddedAndCropped() throws IOException {
        StateDict weights = random(unet());
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network odd = load(weights, "{\"data\": {\"shape\": [1, 7, 5]}}", "odd");
                Network even = load(weights, "{\"data\": {\"shape\": [1, 8, 6]}}", "even")) {
            NDArray x = wave(manager, 1, 1, 7, 5);
            NDArray padded = manager.zeros(new Shape(1, 1, 8, 6));
            padded.set(new NDIndex(":, :, :7, :5"), x);
            NDArray expected = even.evaluate(padded, null).get(":, :, :7, :5");
            assertClose("padded and cropped", odd.evaluate(x, null), expected);
        }
    }

    @Test
    void biasFreeUnet_random_isHomogeneousOfDegreeOne() throws IOException {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network network =
                        load(random(unet()), "{\"data\": {\"shape\": [1, 8, 6]}}", "unet")) {
            NDArray x = wave(manager, 1, 1, 8, 6);
            NDArray y = network.evaluate(x, null);
            assertClose("f(4 u) = 4 f(u)", network.evaluate(x.mul(4), null), y.mul(4));
            assertClose("J u = f(u)", network.jvp(x, null, x), y);
        }
    }

    @Test
    void diffusionVit_random_dependsOnTimeAndLabelAndHasItsJacobian() throws IOException {
        String card = "{\"options\": {\"heads\": 2}, \"data\": {\"shape\": [1, 4, 4]}}";
        var program = ExampleNetwork.program(checkpoint(random(vit()), card));
        assertThat(program.architecture()).isEqualTo("DiffusionVit");
        assertThat(program.graph().inputs().keySet()).containsExactly("u", "t", "label");
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network zero = ExampleNetwork.load(program, folder, 0);
                Network two = ExampleNetwork.load(program, folder, 2)) {
            NDArray x = wave(manager, 1, 1, 4, 4);
            NDArray v = wave(manager, 1, 1, 4, 4).add(0.5);
            NDArray t = manager.create(new float[] {0.3f});
            NDArray y = two.evaluate(x, t);
            assertThat(max(y.sub(zero.evaluate(x, t)))).as("label").isGreaterThan(1e-3);
            assertThat(max(y.sub(two.evaluate(x, t.mul(2))))).as("time").isGreaterThan(1e-3);

            NDArray w = y.add(1);
            float forward = two.jvp(x, t, v).mul(w).sum().getFloat();
            float backward = two.vjp(x, t, w).mul(v).sum().getFloat();
            assertThat(Math.abs(forward - backward))
                    .as("<w, J v> = <J^T w, v>, seed " + SEED)
                    .isLessThan(1e-4f * Math.abs(forward));
            double h = 3e-3;
            NDArray difference =
                    two.evaluate(x.add(v.mul(h)), t)
                            .sub(two.evaluate(x.sub(v.mul(h)), t))
                            .div(2 * h);
            // Central differences in float32: rounding 1e-7 / h and curvature h^2.
            assertThat(max(difference.sub(two.jvp(x, t, v))) / max(difference))
                    .as("J v against differences, seed " + SEED)
                    .isLessThan(5e-3);
        }
    }

    private Network load(StateDict weights, String card, String name) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        return ExampleNetwork.load(ExampleNetwork.program(checkpoint(weights, card)), target);
    }

    private static Map<String, long[]> unet() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("conv1.weight", new long[] {3, 1, 5, 5});
        shapes.put("conv2.weight", new long[] {3, 3, 3, 3});
        shapes.put("conv3.weight", new long[] {4, 3, 3, 3});
        for (int i = 4; i < 7; i++) {
            shapes.put("conv" + i + ".weight", new long[] {4, 4, 3, 3});
        }
        shapes.put("conv7.weight", new long[] {4, 4, 4, 4});
        shapes.put("conv8.weight", new long[] {3, 7, 3, 3});
        shapes.put("conv9.weight", new long[] {1, 3, 5, 5});
        return shapes;
    }

    private static Map<String, long[]> vit() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("pos_embed", new long[] {1, 4, 4});
        shapes.put("patch_embed.weight", new long[] {4, 1, 2, 2});
        shapes.put("patch_embed.bias", new long[] {4});
        for (int i = 0; i < 2; i++) {
            String layer = "transformer." + i + ".";
            shapes.put(layer + "self_attn.in_proj_weight", new long[] {12, 4});
            shapes.put(layer + "self_attn.in_proj_bias", new long[] {12});
            shapes.put(layer + "self_attn.out_proj.weight", new long[] {4, 4});
            shapes.put(layer + "self_attn.out_proj.bias", new long[] {4});
            shapes.put(layer + "linear1.weight", new long[] {6, 4});
            shapes.put(layer + "linear1.bias", new long[] {6});
            shapes.put(layer + "linear2.weight", new long[] {4, 6});
            shapes.put(layer + "linear2.bias", new long[] {4});
            for (String norm : List.of("norm1.", "norm2.")) {
                shapes.put(layer + norm + "weight", new long[] {4});
                shapes.put(layer + norm + "bias", new long[] {4});
            }
        }
        shapes.put("unpatch.weight", new long[] {4, 1, 2, 2});
        shapes.put("unpatch.bias", new long[] {1});
        shapes.put("y_encoder.weight", new long[] {3, 8});
        return shapes;
    }

    private static StateDict random(Map<String, long[]> shapes) {
        Random random = new Random(SEED);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shapes.forEach(
                (name, shape) -> {
                    float[] values =
                            new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = 0.5f * (float) random.nextGaussian();
                    }
                    tensors.put(name, Tensors.of(values, shape));
                });
        return StateDict.of(tensors);
    }

    private static Checkpoint checkpoint(StateDict weights, String card) throws IOException {
        return new Checkpoint(
                Path.of("weights.pt"),
                Container.TORCH_ZIP,
                weights,
                Map.of(),
                Optional.of(Card.parse(card, "card")),
                "0".repeat(64),
                List.of());
    }

    private static NDArray wave(NDManager manager, long... shape) {
        return manager.arange((float) new Shape(shape).size()).sin().reshape(shape);
    }

    private static Tensor tensor(long length, float value) {
        float[] values = new float[(int) length];
        Arrays.fill(values, value);
        return Tensors.of(values, length);
    }

    private static Tensor kernel(float value) {
        return Tensors.of(new float[] {value}, 1, 1, 1, 1);
    }

    private static void assertClose(String what, NDArray found, NDArray expected) {
        assertThat(found.getShape()).as(what).isEqualTo(expected.getShape());
        assertThat(max(found.sub(expected)) / max(expected))
                .as(what + ", seed " + SEED)
                .isLessThan(RELATIVE);
    }

    private static double max(NDArray array) {
        return array.abs().max().getFloat();
    }
}
