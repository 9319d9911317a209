// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.io.IOException;
import java.nio.file.Path;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;

/**
 * Writes a {@link Graph} and its weights as a TorchScript archive.
 *
 * <p>The archive has the methods {@code forward(u, t, ...)} and {@code jvp(u, t, ..., V)} with V of
 * shape [directions, batch, *shape of u]; jvp returns the tuple (f, J V).
 */
public final class TorchScriptWriter {

    private TorchScriptWriter() {}

    /**
     * Writes an archive under a temporary name beside the target and moves it there in one step.
     *
     * @param stateDict holds at least the graph's parameters, in the declared shapes
     * @param target replaced if it exists
     * @throws CheckpointException if a parameter is missing, has another shape or cannot be read
     * @throws IOException if the archive cannot be written
     */
    public static void write(Graph graph, StateDict stateDict, WriterOptions options, Path target)
            throws CheckpointException, IOException {
        throw new UnsupportedOperationException("not yet written");
    }
}
