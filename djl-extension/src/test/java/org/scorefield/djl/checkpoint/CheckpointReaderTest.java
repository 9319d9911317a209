// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointReaderTest {

    private static final String HEADER =
            "{\"conv.weight\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    private static final byte[] WEIGHTS = TestFiles.safetensors(HEADER, TestFiles.floats(1, 2));
    private static final String CONFIG =
            "{\"_class_name\": \"UNet2DModel\", \"in_channels\": 3, \"sample_size\": 32}";
    private static final String SCHEDULER =
            "{\"_class_name\": \"DDPMScheduler\", \"num_train_timesteps\": 1000,"
                    + " \"beta_schedule\": \"linear\", \"beta_start\": 0.0001, \"beta_end\": 0.02,"
                    + " \"prediction_type\": \"epsilon\"}";

    @TempDir Path folder;

    private void text(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private void bytes(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), bytes);
    }

    private void pipeline() throws IOException {
        text("model_index.json", "{\"_class_name\": \"DDPMPipeline\", \"unet\": [\"d\", \"U\"]}");
        text("unet/config.json", CONFIG);
        bytes("unet/diffusion_pytorch_model.safetensors", WEIGHTS);
        text("scheduler/scheduler_config.json", SCHEDULER);
    }

    @Test
    void read_pipelineOrItsNetworkAlone_givesWeightsAndCard() throws IOException {
        pipeline();
        for (Path path : new Path[] {folder, folder.resolve("unet")}) {
            Checkpoint checkpoint = CheckpointReader.read(path);
            assertThat(checkpoint.container()).isEqualTo(Container.DIFFUSERS);
            assertThat(checkpoint.requireStateDict().names()).containsExactly("conv.weight");
            Card card = checkpoint.requireCard();
            assertThat(card.architecture()).contains("UNet2DModel");
            assertThat(card.options().get("sample_size").getAsInt()).isEqualTo(32);
            assertThat(card.dataShape()).containsExactly(3, 32, 32);
            assertThat(card.dataRange()).containsExactly(-1, 1);
            assertThat(card.parameterization().prediction().name()).isEqualTo("epsilon");
        }
    }

    @Test
    void read_networkWithoutScheduler_saysSoAndOnlyThenFails() throws IOException {
        text("config.json", CONFIG);
        bytes("diffusion_pytorch_model.safetensors", WEIGHTS);
        Checkpoint checkpoint = CheckpointReader.read(folder);
        assertThat(checkpoint.notes()).anyMatch(n -> n.startsWith("No scheduler_config.json"));
        assertThat(checkpoint.requireCard().dataShape()).containsExactly(3, 32, 32);
        assertThatThrownBy(() -> checkpoint.requireCard().parameterization())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected a schedule, found none");
    }

    @Test
    void read_explicitCard_winsKeyByKey() throws IOException {
        pipeline();
        Card card = Card.parse("{\"prediction\": \"sample\"}", "card");
        Card merged = CheckpointReader.read(folder, card).requireCard();
        assertThat(merged.parameterization().prediction().name()).isEqualTo("sample");
        assertThat(merged.architecture()).contains("UNet2DModel");
    }

    @Test
    void read_weights_inEveryUsualName() throws IOException {
        text("config.json", CONFIG);
        byte[] pickle =
                new PickleWriter().op('}').text("p").tensor("FloatStorage", "0", 2).op('s').stop();
        bytes("weights.pt", TestFiles.torchZip(pickle, TestFiles.floats(1, 2)));
        assertThat(names()).containsExactly("p");
        bytes("diffusion_pytorch_model.bin", TestFiles.torchLegacy(pickle, 1, 2));
        assertThat(names()).containsExactly("p");
        bytes("shard-1.safetensors", WEIGHTS);
        text(
                "diffusion_pytorch_model.safetensors.index.json",
                "{\"weight_map\": {\"conv.weight\": \"shard-1.safetensors\"}}");
        assertThat(names()).containsExactly("conv.weight");
        bytes("model.safetensors", TestFiles.safetensors(HEADER.replace("conv", "c"), new byte[8]));
        assertThat(names()).containsExactly("c.weight");
    }

    private Iterable<String> names() throws IOException {
        return CheckpointReader.read(folder).requireStateDict().names();
    }

    @Test
    void read_sha256_coversEveryFile() throws IOException {
        pipeline();
        String before = CheckpointReader.read(folder).sha256();
        assertThat(CheckpointReader.read(folder).sha256()).isEqualTo(before);
        text("scheduler/scheduler_config.json", SCHEDULER + "\n");
        assertThat(CheckpointReader.read(folder).sha256()).isNotEqualTo(before);
    }

    @Test
    void read_sha256_ofOneFileIsThatOfItsBytes() throws IOException {
        bytes("x.safetensors", WEIGHTS);
        var digest = Sha256.digest();
        digest.update(WEIGHTS);
        assertThat(CheckpointReader.read(folder.resolve("x.safetensors")).sha256())
                .isEqualTo(Sha256.hex(digest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | found an empty file",
                "version https://git-lfs.github.com/spec/v1 | git lfs pull",
                "<!DOCTYPE html><html> | found a web page",
                "{\"architecture\": 1} | pass the weights, and a card",
                "GGUFxxxx | found GGUF",
                "hello, world | save the network's state_dict() with torch.save"
            })
    void read_otherFiles_saysWhatTheyAre(String contents, String reason) {
        Path file = TestFiles.write(folder, "x.pt", contents.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(TestFiles.refusal(file)).contains(reason);
    }

    @Test
    void read_oldTarFile_isRefusedWithASentence() {
        var tar = new byte[1024];
        System.arraycopy("sys_info".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 8);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        assertThat(TestFiles.refusal(TestFiles.write(folder, "x.pt", tar)))
                .contains("PyTorch before 0.1.10");
    }

    @Test
    void read_pathsThatAreNoCheckpoint_areRefused() throws IOException {
        assertThat(TestFiles.refusal(folder.resolve("none.pt"))).contains("nothing there");
        assertThat(TestFiles.refusal(folder)).contains("expected a diffusers directory");
        text("config.json", CONFIG);
        assertThat(TestFiles.refusal(folder)).contains("expected diffusion_pytorch_model");
        text("config.json", "{}");
        bytes("model.safetensors", WEIGHTS);
        assertThat(TestFiles.refusal(folder)).contains("config.json: _class_name");
        text("config.json", "{\"a\": ");
        assertThat(TestFiles.refusal(folder)).contains("config.json: JSON: expected valid JSON");
        text("model_index.json", "{\"vae\": []}");
        assertThat(TestFiles.refusal(folder)).contains("expected a network under one of");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | weight_map: expected an object",
                "{\"weight_map\": {\"a\": 3}} | expected a file name, found 3",
                "{\"weight_map\": {\"a\": \"../x.safetensors\"}} | files beside the index",
                "{\"weight_map\": {\"a\": \"/etc/passwd\"}} | files beside the index",
                "{\"weight_map\": {\"a\": \"m.index.json\"}} | files beside the index",
                "{\"weight_map\": {\"a\": \"none.safetensors\"}} | nothing there",
                "{\"weight_map\": {\"a\": \"s.safetensors\"}} | tensor \"a\": expected it in"
            })
    void read_badIndex_isRefused(String json, String reason) throws IOException {
        bytes("s.safetensors", WEIGHTS);
        text("m.index.json", json);
        assertThat(TestFiles.refusal(folder.resolve("m.index.json"))).contains(reason);
    }

    @Test
    void read_torchScript_isPassedOnWithoutStateDict() throws IOException {
        Checkpoint checkpoint = CheckpointReader.read(PythonFixturesTest.file("torchscript"));
        assertThat(checkpoint.container()).isEqualTo(Container.TORCHSCRIPT);
        assertThatThrownBy(checkpoint::requireStateDict)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("found TorchScript; load it as a network");
        assertThatThrownBy(checkpoint::requireCard)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected a card, found a bare TorchScript file");
    }
}
