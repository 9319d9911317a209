// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads the zoo's own JSON: index.json, NAME/entry.json and references/NAME/reference.json. */
final class Manifests {

    private static final String REFERENCES = "references/";

    private Manifests() {}

    /** The names of the entries, the default first. */
    static List<String> names() {
        return list(json("index.json"), "entries", JsonElement::getAsString);
    }

    /** The entry in the folder of that name. */
    static ZooEntry entry(String name) {
        JsonObject entry = json(name + "/entry.json");
        return new ZooEntry(
                new About(
                        name,
                        text(entry, "description"),
                        text(entry, "family"),
                        text(entry, "licence")),
                training(entry.getAsJsonObject("training")),
                artifact(name, optional(entry, "checkpoint").orElse(""), entry),
                reference(text(entry, "reference")));
    }

    private static Training training(JsonObject json) {
        return new Training(
                new Training.Data(
                        text(json, "data"),
                        optional(json, "dataSha256"),
                        optional(json, "splitSha256"),
                        seed(json)),
                list(json, "commands", JsonElement::getAsString),
                list(json, "lossCurve", point -> point(point.getAsJsonArray())));
    }

    private static OptionalLong seed(JsonObject json) {
        return json.has("seed")
                ? OptionalLong.of(json.get("seed").getAsLong())
                : OptionalLong.empty();
    }

    private static Training.Point point(JsonArray json) {
        return new Training.Point(
                json.get(0).getAsInt(), json.get(1).getAsDouble(), json.get(2).getAsDouble());
    }

    private static ZooReference reference(String name) {
        JsonObject json = json(REFERENCES + name + "/reference.json");
        return new ZooReference(
                name,
                text(json, "description"),
                text(json, "licence"),
                artifact(REFERENCES + name, text(json, "data"), json));
    }

    private static Artifact artifact(String folder, String main, JsonObject json) {
        List<ZooFile> files = new ArrayList<>();
        JsonObject hashes = json.getAsJsonObject("files");
        for (String path : hashes.keySet()) {
            files.add(new ZooFile(path, text(hashes, path)));
        }
        return new Artifact(folder, main, files);
    }

    private static JsonObject json(String resource) {
        try (InputStream in = Manifests.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "zoo: expected " + resource + " in the jar, found none; build it again");
            }
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException e) {
            throw new IllegalStateException(
                    "zoo: expected JSON in " + resource + ", found other text; correct it", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonObject json, String key) {
        return optional(json, key)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "zoo: expected a text under "
                                                + key
                                                + ", found only "
                                                + json.keySet()
                                                + "; add it"));
    }

    private static Optional<String> optional(JsonObject json, String key) {
        return Optional.ofNullable(json.get(key)).map(JsonElement::getAsString);
    }

    private static <T> List<T> list(
            JsonObject json, String key, Function<JsonElement, T> ofElement) {
        List<T> list = new ArrayList<>();
        json.getAsJsonArray(key).forEach(element -> list.add(ofElement.apply(element)));
        return list;
    }
}
