// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.subject;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.engine.ModelDirectory;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.TimeInput;

/**
 * What is known of a checkpoint without running it.
 *
 * @param checkpoint what was read
 * @param architecture the name of its architecture; empty if none is found, or if it is TorchScript
 * @param asks one sentence for each thing that is missing before it can be audited
 */
public record Inspection(Checkpoint checkpoint, Optional<String> architecture, List<String> asks) {

    private static final Gson GSON = new Gson();

    /**
     * Copies.
     *
     * @param checkpoint what was read
     * @param architecture the name of its architecture; empty if none is found, or if it is
     *     TorchScript
     * @param asks one sentence for each thing that is missing before it can be audited
     */
    public Inspection {
        asks = List.copyOf(asks);
    }

    /**
     * Looks at a checkpoint. Where its card is complete the network is built, and every name and
     * shape of the state dict is checked against it.
     *
     * @param checkpoint what was read
     * @param architectures the architectures to choose among
     * @return what is known
     * @throws CheckpointException if architecture and state dict contradict each other
     */
    public static Inspection of(Checkpoint checkpoint, Architectures architectures)
            throws CheckpointException {
        List<String> asks = new ArrayList<>();
        Optional<Card> card = checkpoint.card();
        if (card.isEmpty() || !card.get().hasSchedule() || !card.get().hasDataShape()) {
            asks.add(
                    "expected a card (--card) with "
                            + String.join(" and ", missing(card))
                            + ", found none; without it the checkpoint can be read but not run");
        }
        Optional<String> name = Optional.empty();
        if (checkpoint.stateDict() != null) {
            boolean named = card.flatMap(Card::architecture).isPresent();
            try {
                name = Optional.of(architectures.find(checkpoint).name());
            } catch (CheckpointException e) {
                if (named) {
                    throw e;
                }
                asks.add(0, e.getMessage());
            }
            if (name.isPresent() && card.isPresent() && card.get().hasDataShape()) {
                architectures.program(checkpoint);
            }
        }
        return new Inspection(checkpoint, name, asks);
    }

    private static List<String> missing(Optional<Card> card) {
        List<String> missing = new ArrayList<>();
        if (card.isEmpty() || !card.get().hasSchedule()) {
            missing.add("schedule");
        }
        if (card.isEmpty() || !card.get().hasDataShape()) {
            missing.add("data.shape");
        }
        return missing;
    }

    /**
     * The inspection as JSON; examples/README.md describes the keys.
     *
     * @return a new object
     * @throws CheckpointException if the card's schedule is refused
     */
    public JsonObject toJson() throws CheckpointException {
        JsonObject json = new JsonObject();
        json.addProperty("path", checkpoint.path().toString());
        json.addProperty("sha256", checkpoint.sha256());
        json.addProperty("container", checkpoint.container().label());
        StateDict weights = checkpoint.stateDict();
        json.addProperty("tensors", weights == null ? null : weights.size());
        json.addProperty("parameters", weights == null ? null : weights.parameterCount());
        json.add("dtypes", weights == null ? JsonNull.INSTANCE : GSON.toJsonTree(dtypes(weights)));
        json.addProperty("architecture", architecture.orElse(null));
        describe(checkpoint.card(), json);
        json.add("asks", GSON.toJsonTree(asks));
        json.add("notes", GSON.toJsonTree(checkpoint.notes()));
        json.add("metadata", GSON.toJsonTree(checkpoint.metadata()));
        return json;
    }

    /**
     * A directory made by {@code convert}, as JSON with the same keys.
     *
     * @param directory an open directory
     * @return a new object
     * @throws CheckpointException if the card's schedule is refused
     */
    public static JsonObject toJson(ModelDirectory directory) throws CheckpointException {
        JsonObject json = new JsonObject();
        json.addProperty("path", directory.path().toString());
        json.addProperty("sha256", directory.manifest().checkpointSha256());
        json.addProperty("container", "model directory, from " + directory.manifest().container());
        json.addProperty("architecture", directory.manifest().architecture());
        describe(Optional.of(directory.card()), json);
        json.add("asks", GSON.toJsonTree(List.of()));
        json.add("notes", GSON.toJsonTree(directory.manifest().notes()));
        return json;
    }

    private static void describe(Optional<Card> card, JsonObject json) throws CheckpointException {
        if (card.isPresent() && card.get().hasSchedule()) {
            Parameterization parameterization = card.get().parameterization();
            json.addProperty("schedule", parameterization.schedule().name());
            json.addProperty("prediction", parameterization.prediction().name());
            json.add("time", time(parameterization.time()));
        } else {
            json.add("schedule", JsonNull.INSTANCE);
            json.add("prediction", JsonNull.INSTANCE);
            json.add("time", JsonNull.INSTANCE);
        }
        json.add("data", card.isPresent() ? data(card.get()) : JsonNull.INSTANCE);
    }

    private static JsonElement data(Card card) throws CheckpointException {
        if (!card.hasDataShape()) {
            return JsonNull.INSTANCE;
        }
        JsonObject data = new JsonObject();
        data.add("shape", GSON.toJsonTree(card.dataShape()));
        data.add("range", GSON.toJsonTree(card.dataRange()));
        return data;
    }

    private static JsonObject time(TimeInput time) {
        JsonObject json = new JsonObject();
        json.addProperty("input", time.kind().label());
        json.addProperty(
                "direction", time.direction() == TimeInput.Direction.DATA ? "data" : "noise");
        json.addProperty("scale", time.scale());
        return json;
    }

    private static Map<String, Integer> dtypes(StateDict weights) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String name : weights.names()) {
            var tensor = weights.get(name);
            if (tensor != null) {
                counts.merge(tensor.dtype().name(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
