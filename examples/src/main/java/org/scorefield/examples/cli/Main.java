// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * Entry point of {@code scorefield.jar}. Without a command it audits the zoo's default checkpoint,
 * with the options of {@code audit}.
 */
@Command(
        name = "scorefield",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        description = "Audits a pretrained diffusion checkpoint.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:failed",
            " 2:wrong usage",
            " 3:checkpoint, card or reference data refused"
        })
public final class Main implements Runnable {

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the engine's log, and the stack trace of a failure.")
    private boolean verbose;

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * The command line, ready to execute; output goes to the writers set on it.
     *
     * @return a new command line
     */
    static CommandLine commandLine() {
        Main main = new Main();
        return new CommandLine(main)
                .addSubcommand(new InspectCommand())
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler(Main::usage)
                .setExecutionExceptionHandler(main::failure);
    }

    @Override
    public void run() {}

    private int execute(ParseResult parsed) {
        Platform.prepare(verbose ? "info" : "error");
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("scorefield: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
        return ExitCode.USAGE.status();
    }

    private int failure(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (verbose) {
            failure.printStackTrace(err);
        }
        return Failures.report(failure, err).status();
    }
}
