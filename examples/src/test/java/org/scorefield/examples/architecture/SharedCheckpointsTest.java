// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.architecture.NetworkProgram;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.examples.SharedFolder;

/**
 * Other people's checkpoints with the cards of this module, against outputs and Jacobian products
 * of PyTorch 1.13. {@link BringYourOwnTest} is the counterpart that needs no file.
 */
@Tag("shared")
class SharedCheckpointsTest {

    /** Of the largest entry: another build of PyTorch summed the products. */
    private static final double RELATIVE = 1e-4;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0020", "0400"})
    void ddpmMnist_reference_isReproduced(String epoch) throws IOException {
        Path file =
                SharedFolder.require(
                        "checkpoints/ddpm-mnist/ddpm_checkpoint_0001_" + epoch + ".pt");
        Checkpoint checkpoint = CheckpointReader.read(file, ExampleNetwork.card("ddpm-mnist"));
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network network = ExampleNetwork.load(ExampleNetwork.program(checkpoint), folder)) {
            NDList reference =
                    decode(manager, "checkpoints/ddpm-mnist/reference_0001_" + epoch + ".npz");
            assertReproduced(network, reference, named(reference, "t"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0060", "0200"})
    void ddpmMnist_otherEpochs_fitTheSameCard(String epoch) throws IOException {
        Path file =
                SharedFolder.require(
                        "checkpoints/ddpm-mnist/ddpm_checkpoint_0001_" + epoch + ".pt");
        Checkpoint checkpoint = CheckpointReader.read(file, ExampleNetwork.card("ddpm-mnist"));
        assertThat(ExampleNetwork.program(checkpoint).architecture()).isEqualTo("DdpmMnistCnn");
    }

    /**
     * The card's schedule is the one that noised the reference: alpha-bar and time at each step.
     */
    @Test
    void ddpmMnist_card_givesScheduleAndTimeOfTheReference() throws IOException {
        Parameterization card = ExampleNetwork.card("ddpm-mnist").parameterization();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList reference = decode(manager, "checkpoints/ddpm-mnist/reference_0001_0400.npz");
            long[] steps = named(reference, "step").toLongArray();
            float[] alphaBar = named(reference, "alpha_bar").toFloatArray();
            float[] time = named(reference, "t").toFloatArray();
            for (int i = 0; i < steps.length; i++) {
                double t = steps[i] / 1000.0;
                double alpha = card.schedule().alpha(t);
                // The reference's product of a thousand factors was taken in float32.
                assertThat(Math.abs(alpha * alpha / alphaBar[i] - 1)).isLessThan(1e-4);
                assertThat(Math.abs(card.time().of(card.schedule(), t) - time[i])).isLessThan(1e-6);
            }
        }
    }

    @Test
    void flowMatchingVit_reference_isReproducedLabelByLabel() throws IOException {
        Path file = SharedFolder.require("checkpoints/flow-matching-mnist/DiffusionViT.pth");
        Card card = ExampleNetwork.card("flow-matching-mnist");
        NetworkProgram program = ExampleNetwork.program(CheckpointReader.read(file, card));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList reference = decode(manager, "checkpoints/flow-matching-mnist/reference_vit.npz");
            long[] labels = named(reference, "label").toLongArray();
            for (int i = 0; i < labels.length; i++) {
                NDList one = new NDList();
                for (NDArray array : reference) {
                    NDArray row = array.get(new NDIndex(i + ":" + (i + 1)));
                    row.setName(array.getName());
                    one.add(row);
                }
                try (Network network = ExampleNetwork.load(program, folder, labels[i])) {
                    assertReproduced(network, one, named(one, "t"));
                }
            }
        }
    }

    /** The reference's state is t x1 + (1 - t) x0 with 1 = data; the card says so. */
    @Test
    void flowMatchingVit_card_givesStateAndTimeOfTheReference() throws IOException {
        Parameterization card = ExampleNetwork.card("flow-matching-mnist").parameterization();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList reference = decode(manager, "checkpoints/flow-matching-mnist/reference_vit.npz");
            float[] time = named(reference, "t").toFloatArray();
            for (int i = 0; i < time.length; i++) {
                double t = 1 - (double) time[i];
                assertThat(Math.abs(card.time().of(card.schedule(), t) - time[i])).isLessThan(1e-6);
                NDArray data = named(reference, "x1").get(i).mul(card.schedule().alpha(t));
                NDArray noise = named(reference, "x0").get(i).mul(card.schedule().sigma(t));
                NDArray state = named(reference, "x").get(i);
                assertThat(data.add(noise).sub(state).abs().max().getFloat()).isLessThan(1e-5f);
            }
        }
    }

    @Test
    void biasFreeUnet_reference_isReproduced() throws IOException {
        String directory = "checkpoints/bias-free-denoising/";
        Path file = SharedFolder.require(directory + "unet_bias_free_0-100.pt");
        Card card = withShape(ExampleNetwork.card("unet-bias-free"), 30);
        Checkpoint checkpoint = CheckpointReader.read(file, card);
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Network network = ExampleNetwork.load(ExampleNetwork.program(checkpoint), folder)) {
            NDList reference = decode(manager, directory + "reference/unet_bias_free_0-100.npz");
            assertReproduced(network, reference, null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dncnn_bias_free", "dncnn_bias"})
    void dnCnn_card_compiles(String name) throws IOException {
        Path file = SharedFolder.require("checkpoints/bias-free-denoising/" + name + "_0-100.pt");
        Card card = ExampleNetwork.card(name.replace('_', '-'));
        assertThat(ExampleNetwork.program(CheckpointReader.read(file, card)).architecture())
                .isEqualTo("DnCNN");
        assertThat(card.parameterization().prediction().name()).isEqualTo("noise");
    }

    /** The whole way, file and card to a quantity: epsilon of the reference's noised images. */
    @Test
    void ddpmMnist_model_givesEpsilonAtTheReferencesTimes() throws IOException {
        Path file = SharedFolder.require("checkpoints/ddpm-mnist/ddpm_checkpoint_0001_0400.pt");
        try (DiffusionModel model =
                        DiffusionModel.load(file, ExampleNetwork.card("ddpm-mnist"), options());
                NDManager manager = model.newManager()) {
            NDList reference = decode(manager, "checkpoints/ddpm-mnist/reference_0001_0400.npz");
            NDArray t = named(reference, "step").toType(DataType.FLOAT64, false).div(1000);
            NDArray epsilon = model.epsilon(named(reference, "x"), t);
            assertClose("epsilon", epsilon, named(reference, "y"));
        }
    }

    /** The authors' denoised image is x minus the residual, at whatever level. */
    @Test
    void dnCnnBiasFree_model_givesTheAuthorsDenoisedImage() throws IOException {
        String directory = "checkpoints/bias-free-denoising/";
        Path file = SharedFolder.require(directory + "dncnn_bias_free_0-100.pt");
        Card card = withShape(ExampleNetwork.card("dncnn-bias-free"), 30);
        try (DiffusionModel model = DiffusionModel.load(file, card, options());
                NDManager manager = model.newManager()) {
            NDArray noisy = decode(manager, directory + "reference/noisy_im_30.npy").get(0);
            NDArray expected = decode(manager, directory + "reference/im_denoised_30.npy").get(0);
            NDArray x = noisy.toType(DataType.FLOAT32, false).reshape(1, 1, 30, 30);
            NDArray denoised = model.denoiser(x, 0.5).reshape(expected.getShape());
            assertClose("denoised", denoised, expected.toType(DataType.FLOAT32, false));
        }
    }

    private NetworkOptions options() {
        return NetworkOptions.defaults().withCacheDirectory(folder.resolve("cache"));
    }

    private static void assertReproduced(Network network, NDList reference, NDArray time) {
        NDArray x = named(reference, "x");
        assertClose("y", network.evaluate(x, time), named(reference, "y"));
        assertClose("jvp", network.jvp(x, time, named(reference, "v")), named(reference, "jvp"));
        assertClose("vjp", network.vjp(x, time, named(reference, "w")), named(reference, "vjp"));
    }

    private static Card withShape(Card card, int side) throws IOException {
        JsonObject json = card.json();
        JsonArray shape = new JsonArray();
        shape.add(1);
        shape.add(side);
        shape.add(side);
        json.getAsJsonObject("data").add("shape", shape);
        return Card.of(json);
    }

    private static NDList decode(NDManager manager, String file) throws IOException {
        try (InputStream in = Files.newInputStream(SharedFolder.require(file))) {
            return NDList.decode(manager, in);
        }
    }

    private static NDArray named(NDList list, String name) {
        NDArray found = list.get(name).duplicate();
        found.setName(null);
        return found;
    }

    private static void assertClose(String what, NDArray found, NDArray expected) {
        assertThat(found.getShape()).as(what).isEqualTo(expected.getShape());
        double difference = max(found.sub(expected));
        assertThat(difference / max(expected)).as(what).isLessThanOrEqualTo(RELATIVE);
    }

    private static double max(NDArray array) {
        return array.toType(DataType.FLOAT64, false).abs().max().getDouble();
    }
}
