// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The command line of an experiment. */
public final class ExperimentCommand {

    private ExperimentCommand() {}

    /**
     * A command whose failure is one sentence, without a stack trace.
     *
     * @param command annotated with its options
     * @return it, ready to execute
     */
    public static CommandLine commandLine(Callable<Integer> command) {
        return new CommandLine(command)
                .setExecutionExceptionHandler(
                        (failure, line, parsed) -> {
                            line.getErr().println(failure.getMessage());
                            return CommandLine.ExitCode.SOFTWARE;
                        });
    }
}
