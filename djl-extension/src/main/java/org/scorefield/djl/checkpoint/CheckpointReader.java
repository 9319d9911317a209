// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** Reads checkpoints of every kind; see the package documentation for formats and limits. */
public final class CheckpointReader {

    private CheckpointReader() {}

    /**
     * Reads a checkpoint. Its tensors stay in the file, which is mapped; the whole file is read
     * once for its hash.
     *
     * @param path a weight file, a weight index, or a diffusers directory
     * @return the checkpoint, with a card where the directory describes itself
     * @throws CheckpointException if it cannot be read; the message is one sentence for the user
     */
    public static Checkpoint read(Path path) throws CheckpointException {
        return read(path, Optional.empty());
    }

    /**
     * Reads a checkpoint that a card describes. What the card says wins over what the checkpoint's
     * own directory says, key by key.
     *
     * @param path a weight file, a weight index, or a diffusers directory
     * @param card describes it
     * @return the checkpoint, with a card
     * @throws CheckpointException if it cannot be read; the message is one sentence for the user
     */
    public static Checkpoint read(Path path, Card card) throws CheckpointException {
        return read(path, Optional.of(card));
    }

    private static Checkpoint read(Path path, Optional<Card> card) throws CheckpointException {
        try {
            if (Files.isDirectory(path)) {
                return DiffusersReader.read(path, card);
            }
            return finish(path, WeightFiles.read(path, card.flatMap(Card::stateDict)), card);
        } catch (InternalError e) {
            // The virtual machine's answer to a mapped file that was shortened or whose disk fails.
            throw new CheckpointException(
                    path
                            + ": file: expected it to stay as it is while it is read, found it"
                            + " changed; read it again when it is complete",
                    e);
        }
    }

    /** Returns the checkpoint of these weights, under bare names. */
    static Checkpoint finish(Path path, Weights weights, Optional<Card> card) {
        var notes = new ArrayList<>(weights.notes());
        return new Checkpoint(
                path,
                weights.container(),
                weights.container() == Container.TORCHSCRIPT
                        ? null
                        : StateDict.of(Prefixes.strip(weights.tensors(), notes)),
                weights.metadata(),
                card,
                weights.sha256(),
                notes);
    }
}
