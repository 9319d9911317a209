// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.ModelDirectory;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.examples.subject.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scorefield convert}: a checkpoint as a directory that any DJL service loads. */
@Command(
        name = "convert",
        description = "Writes a DJL model directory: model.pt, serving.properties and the card.")
final class ConvertCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CHECKPOINT", description = CheckpointOptions.CHECKPOINT)
    private Path path = Path.of("");

    @Mixin private CheckpointOptions checkpoint = new CheckpointOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The directory; made where it is missing.")
    private Path out = Path.of("");

    /** For the parser. */
    ConvertCommand() {}

    @Override
    public Integer call() throws IOException {
        OutputFolder.check(out, spec);
        ModelDirectory converted;
        try (Progress progress = Progress.onTerminal()) {
            progress.step("converting " + path.getFileName(), 0, Progress.UNKNOWN);
            converted =
                    ModelCompiler.compile(
                                    checkpoint.read(Subject.of(path)),
                                    checkpoint.architectures(),
                                    NetworkOptions.defaults())
                            .copyTo(out);
        }
        spec.commandLine()
                .getOut()
                .println(
                        "Wrote "
                                + converted.path()
                                + ", a "
                                + converted.manifest().architecture()
                                + ".");
        return ExitCode.DONE.status();
    }
}
