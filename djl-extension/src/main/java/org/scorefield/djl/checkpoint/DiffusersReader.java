// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads diffusers directories: a pipeline (model_index.json, with the network and the scheduler in
 * folders) or the network's folder alone (config.json and weights; the scheduler in the same
 * folder, or in one beside it).
 */
final class DiffusersReader {

    private static final String INDEX = "model_index.json";
    private static final String CONFIG = "config.json";
    private static final String SCHEDULER = "scheduler_config.json";
    private static final List<String> NETWORKS = List.of("unet", "transformer", "model", "net");
    private static final List<String> STEMS =
            List.of("diffusion_pytorch_model", "model", "pytorch_model");
    private static final List<String> ENDINGS =
            List.of(
                    ".safetensors",
                    ".safetensors.index.json",
                    ".fp16.safetensors",
                    ".safetensors.index.fp16.json",
                    ".bin",
                    ".bin.index.json",
                    ".bin.index.fp16.json",
                    ".fp16.bin");

    private static final int LONGEST_AXIS = 1 << 20;

    private final Path root;
    private final Path network;
    private final List<String> notes = new ArrayList<>();
    private final TreeMap<String, String> hashes = new TreeMap<>();

    private DiffusersReader(Path root, Path network) {
        this.root = root;
        this.network = network;
    }

    /** Reads the directory; the explicit card's keys win over those made from its configuration. */
    static Checkpoint read(Path root, Optional<Card> card) throws CheckpointException {
        boolean pipeline = Files.isRegularFile(root.resolve(INDEX));
        Path network = pipeline ? network(root) : root;
        if (!Files.isRegularFile(network.resolve(CONFIG))) {
            throw CheckpointException.at(
                    network,
                    "directory",
                    "expected a diffusers directory with %s, or %s and weights, found neither; pass the weight file itself"
                            .formatted(INDEX, CONFIG));
        }
        return new DiffusersReader(root, network).read(card);
    }

    /** Returns the folder of the network that the pipeline's index names. */
    private static Path network(Path root) throws CheckpointException {
        JsonObject index = Json.read(root.resolve(INDEX));
        for (String name : NETWORKS) {
            if (index.has(name) && Files.isDirectory(root.resolve(name))) {
                return root.resolve(name);
            }
        }
        throw CheckpointException.at(
                root.resolve(INDEX),
                "pipeline",
                "expected a network under one of %s, with a folder of that name, found %s; pass the network's folder itself"
                        .formatted(NETWORKS, Refusals.printable(index.keySet().toString())));
    }

    private Checkpoint read(Optional<Card> explicit) throws CheckpointException {
        Path weightFile = weightFile();
        JsonObject config = json(network.resolve(CONFIG));
        Path scheduler = scheduler();
        JsonObject schedule = scheduler == null ? null : json(scheduler);
        Card own = Card.of(card(config, schedule), root.toString());
        Card card = explicit.isPresent() ? explicit.get().over(own) : own;
        Weights weights = WeightFiles.read(weightFile, card.stateDict());
        if (weights.container() == Container.TORCHSCRIPT) {
            throw CheckpointException.at(
                    weightFile,
                    "container",
                    "expected weights beside config.json, found TorchScript; pass this file itself");
        }
        hashes.put(relative(weightFile), weights.sha256());
        notes.add("Weights: %s.".formatted(relative(weightFile)));
        notes.addAll(weights.notes());
        if (schedule == null) {
            notes.add(
                    "No scheduler_config.json in this folder or in scheduler/ beside it: the schedule"
                            + " has to come from a card.");
        }
        var whole =
                new Weights(
                        Container.DIFFUSERS,
                        weights.tensors(),
                        weights.metadata(),
                        Sha256.ofAll(hashes),
                        notes);
        return CheckpointReader.finish(root, whole, Optional.of(card));
    }

    private Path weightFile() throws CheckpointException {
        for (String ending : ENDINGS) {
            for (String stem : STEMS) {
                Path file = network.resolve(stem + ending);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        List<Path> any = anyWeights();
        if (any.size() == 1) {
            return any.get(0);
        }
        throw CheckpointException.at(
                network,
                "weights",
                "expected diffusion_pytorch_model.safetensors or .bin, or an index of shards, found %s; fetch the weights"
                        .formatted(any.isEmpty() ? "none" : any.size() + " other weight files"));
    }

    private List<Path> anyWeights() throws CheckpointException {
        try (Stream<Path> files = Files.list(network)) {
            return files.filter(
                            f ->
                                    f.toString().endsWith(".safetensors")
                                            || f.toString().endsWith(".bin")
                                            || f.toString().endsWith(".pt")
                                            || f.toString().endsWith(".pth"))
                    .limit(100)
                    .toList();
        } catch (IOException e) {
            throw CheckpointException.unreadable(network, e);
        }
    }

    private @Nullable Path scheduler() {
        Path absolute = network.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        Stream<Path> places =
                Stream.of(
                        network.resolve(SCHEDULER),
                        network.resolve("scheduler").resolve(SCHEDULER),
                        (parent == null ? absolute : parent)
                                .resolve("scheduler")
                                .resolve(SCHEDULER));
        return places.filter(Files::isRegularFile).findFirst().orElse(null);
    }

    private JsonObject json(Path path) throws CheckpointException {
        JsonObject json = Json.read(path);
        hashes.put(relative(path), WeightFiles.hash(path));
        return json;
    }

    private String relative(Path path) {
        Path base = root.toAbsolutePath().normalize();
        return base.relativize(path.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }

    /** Returns the card that the configuration amounts to. */
    private JsonObject card(JsonObject config, @Nullable JsonObject schedule)
            throws CheckpointException {
        var card = new JsonObject();
        JsonElement name = config.get("_class_name");
        if (name == null || !name.isJsonPrimitive() || name.getAsString().isBlank()) {
            throw CheckpointException.at(
                    network.resolve(CONFIG),
                    "_class_name",
                    "expected the name of the network's class, found none; is this a diffusers model?");
        }
        card.addProperty("architecture", name.getAsString());
        card.add("options", config);
        if (schedule != null) {
            card.add("schedule", schedule);
        }
        var data = new JsonObject();
        shape(config).ifPresent(shape -> data.add("shape", shape));
        data.add("range", Json.array(-1, 1));
        card.add("data", data);
        return card;
    }

    /** Returns [in_channels, height, width], if the configuration says both. */
    private static Optional<JsonElement> shape(JsonObject config) {
        int channels = axis(config.get("in_channels"));
        JsonElement size = config.get("sample_size");
        boolean two = size != null && size.isJsonArray() && size.getAsJsonArray().size() == 2;
        int height = axis(two ? size.getAsJsonArray().get(0) : size);
        int width = axis(two ? size.getAsJsonArray().get(1) : size);
        return channels == 0 || height == 0 || width == 0
                ? Optional.empty()
                : Optional.of(Json.array(channels, height, width));
    }

    /** Returns a length of an axis, or 0 if the value is none. */
    private static int axis(@Nullable JsonElement value) {
        if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
            return 0;
        }
        double number = value.getAsDouble();
        return number >= 1 && number <= LONGEST_AXIS ? (int) number : 0;
    }
}
