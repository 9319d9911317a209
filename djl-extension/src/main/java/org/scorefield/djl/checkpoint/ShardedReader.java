// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a weight index, {@code {"metadata": {...}, "weight_map": {TENSOR: FILE}}}, and the
 * safetensors or torch.save files beside it that it names.
 */
final class ShardedReader {

    private static final int MOST_SHARDS = 2000;

    private ShardedReader() {}

    /** Reads the index and its files. */
    static Weights read(Path index, Optional<String> place) throws CheckpointException {
        JsonObject json = Json.read(index);
        Map<String, String> files = weightMap(index, json);
        var shards = new LinkedHashMap<String, Map<String, Tensor>>();
        var hashes = new TreeMap<String, String>();
        var notes = new ArrayList<String>();
        hashes.put(String.valueOf(index.getFileName()), WeightFiles.hash(index));
        for (String name : files.values()) {
            if (!shards.containsKey(name)) {
                Weights shard = shard(index, name, shards.size());
                shards.put(name, mapped(shard, name, files));
                hashes.put(name, shard.sha256());
            }
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var entry : files.entrySet()) {
            Map<String, Tensor> shard = shards.get(entry.getValue());
            Tensor tensor = shard == null ? null : shard.get(entry.getKey());
            if (tensor == null) {
                throw CheckpointException.at(
                        index,
                        "tensor " + Refusals.quoted(entry.getKey()),
                        "expected it in %s, found it not; fetch index and shards again"
                                .formatted(Refusals.quoted(entry.getValue())));
            }
            tensors.put(entry.getKey(), tensor);
        }
        notes.add("Read %d tensors from %d shards.".formatted(tensors.size(), shards.size()));
        var all =
                new Weights(
                        Container.SAFETENSORS_SHARDED,
                        tensors,
                        metadata(json),
                        Sha256.ofAll(hashes),
                        notes);
        return place.isPresent() ? all.under(place.get(), index) : all;
    }

    /** Returns those tensors of a shard that the index takes from it. */
    private static Map<String, Tensor> mapped(
            Weights shard, String file, Map<String, String> files) {
        var mapped = new HashMap<String, Tensor>();
        shard.tensors()
                .forEach(
                        (name, tensor) -> {
                            if (file.equals(files.get(name))) {
                                mapped.put(name, tensor);
                            }
                        });
        return mapped;
    }

    private static Weights shard(Path index, String name, int before) throws CheckpointException {
        boolean plain =
                !name.isEmpty()
                        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ')
                        && !name.startsWith(".")
                        && !name.endsWith(".json");
        if (!plain || before >= MOST_SHARDS) {
            throw CheckpointException.at(
                    index,
                    "weight_map",
                    "expected at most %d files beside the index, found %s; correct the index"
                            .formatted(MOST_SHARDS, Refusals.quoted(name)));
        }
        return WeightFiles.read(index.resolveSibling(name), Optional.empty());
    }

    private static Map<String, String> weightMap(Path index, JsonObject json)
            throws CheckpointException {
        if (!(json.get("weight_map") instanceof JsonObject map) || map.isEmpty()) {
            throw CheckpointException.at(
                    index,
                    "weight_map",
                    "expected an object from tensor names to files, found none; is this a weight index?");
        }
        var files = new LinkedHashMap<String, String>();
        for (var entry : map.entrySet()) {
            JsonElement file = entry.getValue();
            if (!file.isJsonPrimitive() || !file.getAsJsonPrimitive().isString()) {
                throw CheckpointException.at(
                        index,
                        "weight_map." + Refusals.printable(entry.getKey()),
                        "expected a file name, found %s; correct the index"
                                .formatted(Json.brief(file)));
            }
            files.put(entry.getKey(), file.getAsString());
        }
        return files;
    }

    private static Map<String, String> metadata(JsonObject json) {
        var metadata = new LinkedHashMap<String, String>();
        if (json.get("metadata") instanceof JsonObject object) {
            List<String> keys = List.copyOf(object.keySet());
            keys.forEach(key -> metadata.put(key, text(object.get(key))));
        }
        return metadata;
    }

    private static String text(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }
}
