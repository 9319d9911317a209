// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code scorefield zoo}: what the zoo holds. */
@Command(name = "zoo", description = "Lists the checkpoints that come with the project.")
final class ZooCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    /** For the parser. */
    ZooCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (ZooEntry entry : Zoo.entries()) {
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
            out.println("  reference   " + entry.reference());
            out.println("  licence     " + entry.licence());
        }
        return ExitCode.DONE.status();
    }
}
