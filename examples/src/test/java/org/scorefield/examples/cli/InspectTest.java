// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.examples.SharedFolder;

class InspectTest {

    @TempDir Path folder;
    private SmallCheckpoint small;

    @BeforeEach
    void makeCheckpoint() throws IOException {
        small = SmallCheckpoint.in(folder);
    }

    @Test
    void json_withACard_saysEverything() {
        JsonObject json = json("inspect", small.weights(), "--card", small.card(), "--json");
        assertThat(json.get("container").getAsString()).isEqualTo("safetensors");
        assertThat(json.get("architecture").getAsString()).isEqualTo("MLP");
        assertThat(json.get("tensors").getAsInt()).isEqualTo(4);
        assertThat(json.get("parameters").getAsInt()).isEqualTo(SmallCheckpoint.PARAMETERS);
        assertThat(json.getAsJsonObject("dtypes").get("F32").getAsInt()).isEqualTo(4);
        assertThat(json.get("prediction").getAsString()).isEqualTo("epsilon");
        assertThat(json.get("schedule").getAsString()).contains("linear");
        assertThat(json.getAsJsonObject("time").get("input").getAsString()).isEqualTo("continuous");
        assertThat(json.getAsJsonObject("data").get("shape").toString()).isEqualTo("[1,4,4]");
        assertThat(json.getAsJsonObject("metadata").get("format").getAsString()).isEqualTo("pt");
        assertThat(json.getAsJsonArray("asks")).isEmpty();
        assertThat(json.get("sha256").getAsString()).hasSize(64);
    }

    @Test
    void json_withoutACard_asksForOne() {
        JsonObject json = json("inspect", small.weights(), "--json");
        assertThat(json.get("architecture").getAsString()).isEqualTo("MLP");
        assertThat(json.get("schedule").isJsonNull()).isTrue();
        assertThat(json.getAsJsonArray("asks")).hasSize(1);
        assertThat(json.getAsJsonArray("asks").get(0).getAsString())
                .contains("--card", "schedule", "data.shape");
    }

    @Test
    void text_ofTheSame_saysItInLines() {
        CommandRun run = CommandRun.of("inspect", small.weights(), "--card", small.card());
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out())
                .contains("container     safetensors")
                .contains("architecture  MLP")
                .contains("tensors       4")
                .contains("parameters    832")
                .contains("prediction    epsilon")
                .contains("shape [1,4,4]");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void json_ofAConvertedDirectory_saysWhatItWas() throws IOException {
        Path directory = small.convert(folder.resolve("model"));
        JsonObject json = json("inspect", directory, "--json");
        assertThat(json.get("container").getAsString())
                .isEqualTo("model directory, from safetensors");
        assertThat(json.get("architecture").getAsString()).isEqualTo("MLP");
        assertThat(json.get("prediction").getAsString()).isEqualTo("epsilon");
        assertThat(json.getAsJsonObject("data").get("shape").toString()).isEqualTo("[1,4,4]");
    }

    @Test
    void file_thatIsMissing_isRefused() {
        assertRefused(CommandRun.of("inspect", folder.resolve("nothing.pt")), "nothing.pt");
    }

    @Test
    void file_cutShort_isRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(small.weights());
        Path cut = folder.resolve("cut.safetensors");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(CommandRun.of("inspect", cut), "cut.safetensors");
    }

    @Test
    void file_refused_saysSoInJsonToo() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.pt"), "these are not weights\n");
        CommandRun run = CommandRun.of("inspect", text, "--json");
        assertThat(run.exit()).isEqualTo(3);
        JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(run.err())
                .isEqualTo(
                        "scorefield: "
                                + json.get("refused").getAsString()
                                + System.lineSeparator());
    }

    @Test
    void card_withAnUnknownKey_isRefusedWithTheNearest() throws IOException {
        Path card = Files.writeString(folder.resolve("bad.json"), "{\"shedule\": {}}");
        CommandRun run = CommandRun.of("inspect", small.weights(), "--card", card);
        assertRefused(run, "bad.json");
        assertThat(run.err()).contains("shedule").contains("schedule");
    }

    @Test
    void card_ofAnotherArchitecture_isRefusedWithWhatDiffers() throws IOException {
        Path card =
                Files.writeString(
                        folder.resolve("other.json"),
                        Files.readString(small.card()).replace("MLP", "DnCNN"));
        CommandRun run = CommandRun.of("inspect", small.weights(), "--card", card);
        assertRefused(run, "small.safetensors");
        assertThat(run.err()).contains("DnCNN");
    }

    @Tag("shared")
    @ParameterizedTest
    @CsvSource({
        "bias-free-denoising/dncnn_bias_0-100.pt, torch.save (legacy), DnCNN, 130, 670547",
        "bias-free-denoising/dncnn_bias_free_0-100.pt, torch.save (legacy), DnCNN, 110, 669330",
        "bias-free-denoising/unet_bias_free_0-100.pt, torch.save (legacy), BiasFreeUnet, 9, 233024",
        "ddpm-mnist/ddpm_checkpoint_0001_0000.pt, torch.save (zip), DdpmMnistCnn, 29, 148979",
        "ddpm-mnist/ddpm_checkpoint_0001_0400.pt, torch.save (zip), DdpmMnistCnn, 29, 148979",
        "flow-matching-mnist/DiffusionViT.pth, torch.save (zip), DiffusionVit, 54, 208705",
        "flow-matching-mnist/VarAutoEncoder.pth, torch.save (zip), , 96, 82343"
    })
    void json_ofAThirdPartyCheckpoint_namesWhatItIs(
            String file, String container, String architecture, int tensors, int parameters) {
        Path path = SharedFolder.require("checkpoints/" + file);
        JsonObject json = json("inspect", path, "--json");
        assertThat(json.get("container").getAsString()).isEqualTo(container);
        assertThat(json.get("tensors").getAsInt()).isEqualTo(tensors);
        assertThat(json.get("parameters").getAsInt()).isEqualTo(parameters);
        if (architecture == null) {
            assertThat(json.get("architecture").isJsonNull()).isTrue();
            assertThat(json.getAsJsonArray("asks").get(0).getAsString()).contains("give a card");
        } else {
            assertThat(json.get("architecture").getAsString()).isEqualTo(architecture);
        }
    }

    @Test
    void json_ofAnEntryOfTheZoo_namesWhatItIs() {
        JsonObject json = json("inspect", "fashion-mnist-ddpm", "--json");
        assertThat(json.get("architecture").getAsString()).isEqualTo("UNet2DModel");
        assertThat(json.get("parameters").getAsInt()).isEqualTo(803_577);
    }

    private static void assertRefused(CommandRun run, String name) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("scorefield: ").contains(name);
        assertThat(run.err().lines()).as("one sentence: %s", run.err()).hasSize(1);
    }

    private static JsonObject json(Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.err()).isEmpty();
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }
}
