// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.examples.subject.Subject;
import org.scorefield.zoo.Zoo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
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
        sortOptions = false,
        description =
                "Audits pretrained diffusion checkpoints. Without a command: the zoo's default"
                        + " checkpoint, with the options of audit.",
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:failed",
            " 2:wrong usage",
            " 3:checkpoint, card, reference data or report refused",
            " 4:audit done, and a light is as bad as --fail-on says"
        })
public final class Main implements Callable<Integer> {

    private static final Duration LONGEST_BATCH = Duration.ofSeconds(20);

    @Mixin private AuditArguments arguments = new AuditArguments();

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
        CommandLine line = commandLine();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(interrupting(Thread.currentThread(), ended));
        int status;
        try {
            status = line.execute(args);
        } catch (OutOfMemoryError | LinkageError e) {
            status = Failures.report(e, line.getErr()).status();
        }
        ended.countDown();
        System.exit(status);
    }

    /**
     * On Ctrl-C or a signal to end, lets the batch of the moment come to its end: the engine must
     * not be unloaded under a running network, which would crash instead of ending.
     */
    private static Thread interrupting(Thread worker, CountDownLatch ended) {
        return new Thread(
                () -> {
                    worker.interrupt();
                    try {
                        if (!ended.await(LONGEST_BATCH.toSeconds(), TimeUnit.SECONDS)) {
                            Runtime.getRuntime().halt(ExitCode.FAILED.status());
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "end");
    }

    /**
     * The command line, ready to execute; output goes to the writers set on it.
     *
     * @return a new command line
     */
    static CommandLine commandLine() {
        Main main = new Main();
        return new CommandLine(main)
                .addSubcommand(new AuditCommand())
                .addSubcommand(new CompareCommand())
                .addSubcommand(new InspectCommand())
                .addSubcommand(new LikelihoodCommand())
                .addSubcommand(new ConvertCommand())
                .addSubcommand(new ZooCommand())
                .addSubcommand(new ServeCommand())
                .setExecutionStrategy(main::execute)
                .setParameterExceptionHandler(Main::usage)
                .setExecutionExceptionHandler(main::failure);
    }

    @Override
    public Integer call() throws IOException, ReferenceException {
        return arguments.audit(Subject.of(Zoo.defaultEntry())).status();
    }

    private int execute(ParseResult parsed) {
        Platform.prepare(verbose ? "info" : "error");
        if (parsed.hasSubcommand()) {
            for (OptionSpec option : parsed.matchedOptions()) {
                if (!option.inherited() && option.scopeType() == ScopeType.LOCAL) {
                    throw new ParameterException(
                            parsed.commandSpec().commandLine(),
                            option.longestName()
                                    + ": expected after "
                                    + parsed.subcommand().commandSpec().name()
                                    + ", found before it; move it there");
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("scorefield: " + sentence(wrong));
        if (!namesAFile(wrong)) {
            CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        }
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
        return ExitCode.USAGE.status();
    }

    /** A file's name is no misspelt command. */
    private static boolean namesAFile(ParameterException wrong) {
        return wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && unmatched.getUnmatched().get(0).matches(".*[./\\\\].*");
    }

    private static String sentence(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && command.getParent() == null) {
            String found = unmatched.getUnmatched().get(0);
            return "expected a command ("
                    + String.join(", ", command.getSubcommands().keySet())
                    + "), found "
                    + found
                    + "; to audit a checkpoint: scorefield audit "
                    + found;
        }
        return Objects.toString(wrong.getMessage());
    }

    private int failure(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (verbose) {
            failure.printStackTrace(err);
        }
        return Failures.report(failure, err).status();
    }
}
