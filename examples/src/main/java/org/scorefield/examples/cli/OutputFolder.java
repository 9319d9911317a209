// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Looks at the folder of option out before the work and not after it. */
final class OutputFolder {

    private OutputFolder() {}

    /**
     * Refuses a path that cannot become a folder to write to.
     *
     * @param out the value of the option
     * @param command the command that takes it
     * @throws ParameterException if there is something else, or it may not be written
     */
    static void check(Path out, CommandSpec command) {
        Path nearest = out.toAbsolutePath();
        while (nearest.getParent() != null && !Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--out: expected a folder that can be written, found "
                            + nearest
                            + "; name another");
        }
    }
}
