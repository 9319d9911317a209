// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.examples.subject.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scorefield likelihood}: log-likelihoods of data under a checkpoint's flow. */
@Command(
        name = "likelihood",
        description = {
            "Log-likelihoods of data under the checkpoint's probability flow: nats, and bits per"
                    + " dimension of stored pixels for images."
        })
final class LikelihoodCommand implements Callable<Integer> {

    private static final int SAMPLES = 32;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CHECKPOINT", description = CheckpointOptions.CHECKPOINT)
    private Path path = Path.of("");

    @Mixin private ModelOptions models = new ModelOptions();

    @Option(
            names = "--reference",
            paramLabel = "DATA",
            description =
                    "Data whose likelihood is asked: .npy, .npz, idx, idx.gz, or a folder of"
                            + " images.")
    private @Nullable Path reference;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description =
                    "At most so many of the data, evenly over the file. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int samples = SAMPLES;

    @Mixin private LikelihoodArguments arguments = new LikelihoodArguments();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** For the parser. */
    LikelihoodCommand() {}

    @Override
    public Integer call() throws IOException, ReferenceException {
        arguments.check();
        if (samples < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--samples: expected at least 1, found " + samples + "; give 1 or more");
        }
        Subject subject = Subject.of(path);
        Path data =
                Optional.ofNullable(reference)
                        .or(subject::reference)
                        .orElseThrow(
                                () ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "Missing required option: '--reference=DATA'"));
        LikelihoodResult result;
        try (Progress progress = Progress.onTerminal()) {
            progress.step("loading " + subject.name(), 0, Progress.UNKNOWN);
            try (DiffusionModel model = models.load(subject)) {
                progress.step("reading " + data.getFileName(), 0, Progress.UNKNOWN);
                double[] range = model.dataRange();
                ReferenceData given =
                        ReferenceReader.read(
                                data,
                                new ReferenceOptions(
                                        model.dataShape(), range[0], range[1], samples));
                result = arguments.measure(model, given, progress);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(result.json(subject.name()));
        } else {
            result.text(subject.name()).forEach(out::println);
        }
        return ExitCode.DONE.status();
    }
}
