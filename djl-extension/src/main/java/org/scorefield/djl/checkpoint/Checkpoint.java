// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds.
 *
 * @param path the file or directory that was read
 * @param container its kind
 * @param stateDict the tensors; null for TorchScript, which carries its own
 * @param metadata safetensors metadata, or the plain values beside a pickled state dict, as text
 * @param card the explicit card over the one that a diffusers directory gives; empty if neither
 * @param sha256 SHA-256 in hexadecimal of the file; of several files, the hash of their sorted
 *     {@code sha256sum} lines
 * @param notes what was chosen or left out in reading, one sentence each, for the user
 */
public record Checkpoint(
        Path path,
        Container container,
        @Nullable StateDict stateDict,
        Map<String, String> metadata,
        Optional<Card> card,
        String sha256,
        List<String> notes) {

    /**
     * Copies map and list.
     *
     * @param path the file or directory that was read
     * @param container its kind
     * @param stateDict the tensors; null for TorchScript, which carries its own
     * @param metadata safetensors metadata, or the plain values beside a pickled state dict, as
     *     text
     * @param card the explicit card over the one that a diffusers directory gives; empty if neither
     * @param sha256 SHA-256 in hexadecimal of the file; of several files, the hash of their sorted
     *     {@code sha256sum} lines
     * @param notes what was chosen or left out in reading, one sentence each, for the user
     */
    public Checkpoint {
        if ((stateDict == null) != (container == Container.TORCHSCRIPT)) {
            throw new IllegalArgumentException(
                    "stateDict: expected one for every container but TorchScript, found "
                            + container);
        }
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        notes = List.copyOf(notes);
    }

    /**
     * {@return the state dict}
     *
     * @throws CheckpointException if this is TorchScript
     */
    public StateDict requireStateDict() throws CheckpointException {
        if (stateDict == null) {
            throw new CheckpointException(
                    path + ": expected a state dict, found TorchScript; load it as a network");
        }
        return stateDict;
    }

    /**
     * {@return the card}
     *
     * @throws CheckpointException if there is none
     */
    public Card requireCard() throws CheckpointException {
        return card.orElseThrow(
                () ->
                        new CheckpointException(
                                path
                                        + ": expected a card, found a bare "
                                        + container.label()
                                        + " file; describe its schedule, prediction and data in a"
                                        + " JSON card (--card)"));
    }
}
