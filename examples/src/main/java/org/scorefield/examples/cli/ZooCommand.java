// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code scorefield zoo}: what the zoo holds, and what audits say of it. */
@Command(
        name = "zoo",
        description =
                "Lists the checkpoints that come with the project; with --audit, audits them with the"
                        + " options of audit (where they are not given: all evaluators, "
                        + ZooSizes.SAMPLES
                        + " samples, "
                        + ZooSizes.ENERGY_STATES
                        + " energy states).")
final class ZooCommand implements Callable<Integer> {

    /** Options of audit that are of one checkpoint. */
    private static final List<String> SINGLE =
            List.of("--reference", "--card", "--state", "--fail-on");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--audit",
            description =
                    "Audit the entries, one folder each in --out, and write zoo-audit.md and"
                            + " zoo-audit.html. An entry whose report with the same options is there"
                            + " is not audited again.")
    private boolean audit;

    @Option(
            names = "--names",
            paramLabel = "NAME",
            split = ",",
            description = "Entries, with commas between. Default: all.")
    private List<String> names = List.of();

    @Mixin private AuditArguments arguments = new AuditArguments();

    /** For the parser. */
    ZooCommand() {}

    @Override
    public Integer call() throws IOException {
        List<ZooEntry> entries = entries();
        PrintWriter out = spec.commandLine().getOut();
        if (audit) {
            return new ZooAudit(arguments, options(), out).run(entries).status();
        }
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!option.inherited() && !option.longestName().equals("--names")) {
                throw wrong(
                        option.longestName() + ": expected with --audit, found without; add it");
            }
        }
        for (ZooEntry entry : entries) {
            Path directory = entry.unpack();
            Checkpoint checkpoint = entry.read();
            boolean first = entry.equals(Zoo.defaultEntry());
            out.println(entry.name() + (first ? " (default)" : ""));
            out.println("  " + entry.description());
            StateDict weights = checkpoint.stateDict();
            String size =
                    weights == null
                            ? ""
                            : String.format(
                                    Locale.ROOT, "%,d parameters, ", weights.parameterCount());
            out.println("  " + size + checkpoint.container().label());
            out.println("  checkpoint  " + directory);
            out.println("  trained on  " + entry.training().data().description());
            entry.training()
                    .data()
                    .splitSha256()
                    .ifPresent(hash -> out.println("  split       SHA-256 " + hash));
            entry.training().data().seed().ifPresent(seed -> out.println("  seed        " + seed));
            out.println("  reference   " + entry.reference());
            out.println("  licence     " + entry.licence());
        }
        return ExitCode.DONE.status();
    }

    private List<ZooEntry> entries() {
        try {
            return names.isEmpty()
                    ? Zoo.entries()
                    : names.stream().distinct().map(Zoo::entry).toList();
        } catch (IllegalArgumentException e) {
            throw wrong("--names: " + Objects.toString(e.getMessage()).replaceFirst("name: ", ""));
        }
    }

    private AuditOptions options() {
        ParseResult given = spec.commandLine().getParseResult();
        for (String option : SINGLE) {
            if (given.hasMatchedOption(option)) {
                throw wrong(
                        option
                                + ": expected for a single checkpoint, found with --audit; leave it"
                                + " out");
            }
        }
        if (!given.hasMatchedOption("--out")) {
            throw wrong("Missing required option: '--out=DIR'");
        }
        OutputFolder.check(arguments.out(), spec);
        return ZooSizes.of(arguments.options(), given);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
