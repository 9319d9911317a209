// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.ndarray.types.DataType;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.engine.NetworkSignature.ConstantInput;

/**
 * What a model directory's module was made from, and its check sums.
 *
 * @param checkpointSha256 SHA-256 of the checkpoint, in hexadecimal
 * @param container the kind of checkpoint, for people
 * @param architecture the architecture's name, or {@link #FOREIGN}
 * @param dataType the type of the weights
 * @param constants the module's arguments after state and time
 * @param notes what was chosen on the way, one sentence each
 */
public record ModelManifest(
        String checkpointSha256,
        String container,
        String architecture,
        DataType dataType,
        List<ConstantInput> constants,
        List<String> notes) {

    /** The architecture of a module that was not compiled here. */
    public static final String FOREIGN = "TorchScript";

    private static final int VERSION = 1;

    /**
     * Copies the lists.
     *
     * @param checkpointSha256 SHA-256 of the checkpoint, in hexadecimal
     * @param container the kind of checkpoint, for people
     * @param architecture the architecture's name, or {@link #FOREIGN}
     * @param dataType the type of the weights
     * @param constants the module's arguments after state and time
     * @param notes what was chosen on the way, one sentence each
     */
    public ModelManifest {
        constants = List.copyOf(constants);
        notes = List.copyOf(notes);
    }

    static ModelManifest of(
            Checkpoint checkpoint,
            String architecture,
            DataType dataType,
            List<ConstantInput> constants) {
        return new ModelManifest(
                checkpoint.sha256(),
                checkpoint.container().label(),
                architecture,
                dataType,
                constants,
                checkpoint.notes());
    }

    /** What the contents of a directory depend on. */
    ModelManifest withoutNotes() {
        return new ModelManifest(
                checkpointSha256, container, architecture, dataType, constants, List.of());
    }

    /** This manifest with a module's size and hash, as text. */
    String toJson(long moduleSize, String moduleSha256) {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.addProperty("checkpointSha256", checkpointSha256);
        json.addProperty("container", container);
        json.addProperty("architecture", architecture);
        json.addProperty("dataType", dataType.name());
        JsonArray inputs = new JsonArray();
        for (ConstantInput constant : constants) {
            JsonObject input = new JsonObject();
            input.addProperty("name", constant.name());
            input.addProperty("value", constant.value());
            input.addProperty("kind", constant.kind().name());
            inputs.add(input);
        }
        json.add("constants", inputs);
        JsonArray sentences = new JsonArray();
        notes.forEach(sentences::add);
        json.add("notes", sentences);
        json.addProperty("moduleSize", moduleSize);
        json.addProperty("moduleSha256", moduleSha256);
        return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
    }

    static Sealed parse(String text, String source) throws CheckpointException {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (json.get("version").getAsInt() != VERSION) {
                throw new CheckpointException(
                        String.format(
                                Locale.ROOT,
                                "%s: version: expected %d, found %s; convert the checkpoint again",
                                source,
                                VERSION,
                                json.get("version")));
            }
            List<ConstantInput> constants = new ArrayList<>();
            for (JsonElement input : json.getAsJsonArray("constants")) {
                JsonObject one = input.getAsJsonObject();
                constants.add(
                        new ConstantInput(
                                one.get("name").getAsString(),
                                one.get("value").getAsDouble(),
                                ConstantInput.Kind.valueOf(one.get("kind").getAsString())));
            }
            List<String> notes = new ArrayList<>();
            json.getAsJsonArray("notes").forEach(note -> notes.add(note.getAsString()));
            ModelManifest manifest =
                    new ModelManifest(
                            json.get("checkpointSha256").getAsString(),
                            json.get("container").getAsString(),
                            json.get("architecture").getAsString(),
                            DataType.valueOf(json.get("dataType").getAsString()),
                            constants,
                            notes);
            return new Sealed(
                    manifest,
                    json.get("moduleSize").getAsLong(),
                    json.get("moduleSha256").getAsString());
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException e) {
            throw new CheckpointException(
                    source
                            + ": expected what convert writes, found "
                            + e.getMessage()
                            + "; convert the checkpoint again",
                    e);
        }
    }

    /** A manifest and the check sums that were written with it. */
    record Sealed(ModelManifest manifest, long moduleSize, String moduleSha256) {}
}
