// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file that src/test/python/make_pickle_fixtures.py wrote with PyTorch and safetensors. */
class PythonFixturesTest {

    private static final String EXPECTED = ".expected.json";

    /** Well-formed files that are refused: big-endian, types outside of DType, no names. */
    private static final Map<String, String> REFUSED =
            Map.of(
                    "zip-big-endian", "expected \"little\", found \"big\"",
                    "dtypes-newer", "torch.uint16",
                    "bare-tensor", "single tensor");

    private static final Map<String, Container> CONTAINERS =
            Map.of(
                    "zip", Container.TORCH_ZIP,
                    "legacy", Container.TORCH_LEGACY,
                    "safetensors", Container.SAFETENSORS,
                    "sharded", Container.SAFETENSORS_SHARDED,
                    "torchscript", Container.TORCHSCRIPT);

    static Path folder() {
        try {
            return Path.of(PythonFixturesTest.class.getResource("dtypes.pt").toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(EXPECTED))
                    .map(n -> n.substring(0, n.length() - EXPECTED.length()))
                    .sorted()
                    .toList();
        }
    }

    /** The file that a fixture's expectations are about. */
    static Path file(String name) throws IOException {
        Path path = folder().resolve(name);
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                return files.filter(f -> f.toString().endsWith(".index.json"))
                        .findFirst()
                        .orElseThrow();
            }
        }
        return Files.isRegularFile(path) ? path : folder().resolve(name + ".pt");
    }

    private static JsonObject expected(String name) throws IOException {
        return JsonParser.parseString(Files.readString(folder().resolve(name + EXPECTED)))
                .getAsJsonObject();
    }

    @Test
    void fixtures_areThere() throws IOException {
        assertThat(names()).hasSizeGreaterThan(25).contains("training", "training-legacy", "views");
    }

    @ParameterizedTest
    @MethodSource("names")
    void read_fixture_givesWhatPythonSaved(String name) throws IOException {
        JsonObject expected = expected(name);
        if (expected.has("refused") || REFUSED.containsKey(name)) {
            String reason =
                    REFUSED.getOrDefault(
                            name, expected.has("refused") ? text(expected, "refused") : "");
            assertThatThrownBy(() -> CheckpointReader.read(file(name)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(
                            reason.startsWith("not a") ? "found a plain pickle" : reason);
            return;
        }
        Checkpoint checkpoint = CheckpointReader.read(file(name));
        assertThat(checkpoint.container()).isEqualTo(CONTAINERS.get(text(expected, "container")));
        if (checkpoint.container() == Container.TORCHSCRIPT) {
            assertThat(checkpoint.stateDict()).isNull();
            return;
        }
        Map<String, JsonObject> tensors = network(expected);
        StateDict read = checkpoint.requireStateDict();
        if (checkpoint.container() == Container.TORCH_ZIP
                || checkpoint.container() == Container.TORCH_LEGACY) {
            assertThat(read.names()).containsExactlyElementsOf(tensors.keySet());
        }
        assertThat(read.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
        for (var entry : tensors.entrySet()) {
            assertSame(entry.getKey(), read.require(entry.getKey()), entry.getValue());
        }
    }

    @Test
    void read_trainingCheckpoint_keepsPlainValuesAndSaysWhatItChose() throws IOException {
        for (String name : Set.of("training", "training-legacy")) {
            Checkpoint checkpoint = CheckpointReader.read(file(name));
            assertThat(checkpoint.metadata())
                    .containsEntry("epoch", "17")
                    .containsEntry("global_step", "12345")
                    .containsEntry("best_loss", "0.125")
                    .containsEntry("args.lr", "0.001")
                    .containsEntry("args.amp", "false");
            assertThat(checkpoint.notes())
                    .anySatisfy(
                            note ->
                                    assertThat(note)
                                            .contains("\"ema_state_dict\"")
                                            .contains("moving average")
                                            .contains("\"model_state_dict\""));
        }
    }

    @Test
    void read_withCard_takesTheStateDictThatTheCardNames() throws IOException {
        Card card = Card.parse("{\"stateDict\": \"model_state_dict\"}", "card");
        JsonObject expected = expected("training");
        expected.addProperty("network", "model_state_dict");
        StateDict read = CheckpointReader.read(file("training"), card).requireStateDict();
        for (var entry : network(expected).entrySet()) {
            assertSame(entry.getKey(), read.require(entry.getKey()), entry.getValue());
        }
    }

    /** The tensors of the network, under the names without what comes before them. */
    private static Map<String, JsonObject> network(JsonObject expected) {
        String path = text(expected, "network");
        String start = (path.isEmpty() ? "" : path + "/") + text(expected, "strip");
        var tensors = new LinkedHashMap<String, JsonObject>();
        for (Map.Entry<String, JsonElement> e : expected.getAsJsonObject("tensors").entrySet()) {
            if (e.getKey().startsWith(start)) {
                tensors.put(e.getKey().substring(start.length()), e.getValue().getAsJsonObject());
            }
        }
        return tensors;
    }

    private static void assertSame(String name, Tensor tensor, JsonObject expected) {
        String dtype = text(expected, "dtype");
        assertThat(tensor.dtype()).as(name).isEqualTo(TorchTypes.DTYPES.get(dtype));
        assertThat(tensor.shape())
                .as(name)
                .containsExactly(
                        expected.getAsJsonArray("shape").asList().stream()
                                .mapToLong(JsonElement::getAsLong)
                                .toArray());
        double[] values =
                expected.getAsJsonArray("values").asList().stream()
                        .mapToDouble(JsonElement::getAsDouble)
                        .toArray();
        assertThat(tensor.toDoubles()).as(name).containsExactly(values);
    }

    private static String text(JsonObject json, String key) {
        return json.get(key).getAsString();
    }
}
