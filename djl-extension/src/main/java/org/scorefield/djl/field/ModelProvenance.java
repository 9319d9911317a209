// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.scorefield.djl.engine.NetworkDescription;

/**
 * Where a model comes from and how it runs: what a report must say for its numbers to be repeated.
 *
 * @param checkpointSha256 SHA-256 of the checkpoint, in hexadecimal
 * @param container the kind of file
 * @param architecture the architecture's name, or {@code TorchScript} for a foreign module
 * @param network engine, device, data type and Jacobian methods
 * @param card what the card and the checkpoint's own files say, as JSON
 * @param notes what was chosen on the way, one sentence each
 */
public record ModelProvenance(
        String checkpointSha256,
        String container,
        String architecture,
        NetworkDescription network,
        JsonObject card,
        List<String> notes) {

    /**
     * Copies card and notes.
     *
     * @param checkpointSha256 SHA-256 of the checkpoint, in hexadecimal
     * @param container the kind of file
     * @param architecture the architecture's name, or {@code TorchScript} for a foreign module
     * @param network engine, device, data type and Jacobian methods
     * @param card what the card and the checkpoint's own files say, as JSON
     * @param notes what was chosen on the way, one sentence each
     */
    public ModelProvenance {
        card = card.deepCopy();
        notes = List.copyOf(notes);
    }

    /** {@return what the card and the checkpoint's own files say, as JSON} A copy. */
    @Override
    public JsonObject card() {
        return card.deepCopy();
    }

    /** {@return this record as JSON, with keys in a fixed order} */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("checkpointSha256", checkpointSha256);
        json.addProperty("container", container);
        json.addProperty("architecture", architecture);
        json.addProperty("engine", network.engine());
        json.addProperty("device", network.device().toString());
        json.addProperty("dataType", network.dataType().toString());
        json.addProperty("jvp", network.jvp().name());
        json.addProperty("vjp", network.vjp().name());
        json.add("card", card.deepCopy());
        JsonArray all = new JsonArray();
        notes.forEach(all::add);
        network.notes().forEach(all::add);
        json.add("notes", all);
        return json;
    }
}
