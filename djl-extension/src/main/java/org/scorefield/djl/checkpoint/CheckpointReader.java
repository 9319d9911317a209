// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.file.Path;

/** Reads checkpoints of every kind; see the package documentation for formats and limits. */
public final class CheckpointReader {

    private CheckpointReader() {}

    /**
     * Reads a checkpoint.
     *
     * @param path a file, or a diffusers directory
     * @throws CheckpointException if it cannot be read; never another exception for bad contents
     */
    public static Checkpoint read(Path path) throws CheckpointException {
        throw CheckpointException.at(path, "reader", "not yet written");
    }

    /**
     * Reads a checkpoint that a card describes. What the card says wins over what the checkpoint's
     * own directory says, key by key.
     */
    public static Checkpoint read(Path path, Card card) throws CheckpointException {
        throw CheckpointException.at(path, "reader", "not yet written" + card);
    }
}
