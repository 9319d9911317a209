// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A checkpoint or card that cannot be used. The message is one sentence for the user: which file,
 * where in it, what was expected, what was found, and what to do.
 */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception with a message for the user.
     *
     * @param message one sentence: expected, found, what to do
     */
    public CheckpointException(String message) {
        super(message);
    }

    /**
     * Makes an exception with a message for the user and its cause.
     *
     * @param message one sentence: expected, found, what to do
     * @param cause what was thrown below
     */
    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Makes an exception about a place in a file.
     *
     * @param path the file
     * @param where tensor name, entry name or byte offset
     * @param problem expected, found, what to do
     * @return the exception, with path and place before the problem
     */
    public static CheckpointException at(Path path, String where, String problem) {
        return new CheckpointException(path + ": " + where + ": " + problem);
    }

    /** Makes an exception about a file that the operating system does not give. */
    static CheckpointException unreadable(Path path, IOException cause) {
        String reason =
                cause instanceof NoSuchFileException
                        ? "nothing there; check the path"
                        : cause instanceof AccessDeniedException
                                ? "no permission to read it; check its access rights"
                                : cause + "; check the file";
        return new CheckpointException(path + ": expected a readable file, found " + reason, cause);
    }
}
