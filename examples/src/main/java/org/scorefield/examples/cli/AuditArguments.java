// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditResult;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.examples.subject.Subject;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of an audit, whatever is audited, and the audit itself. */
final class AuditArguments {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin private ModelOptions models = new ModelOptions();

    @Option(
            names = "--reference",
            paramLabel = "DATA",
            description =
                    "Held-out data the model should know: .npy, .npz, idx, idx.gz, or a folder of"
                            + " images.")
    private @Nullable Path reference;

    @Option(
            names = "--reference-role",
            paramLabel = "ROLE",
            description =
                    "sample: held-out data; whole: the data are the whole distribution that the"
                            + " model was to learn, whose score is then known, and bounds become"
                            + " two-sided. Default: sample.")
    private String role = "sample";

    @Option(
            names = "--evaluator",
            paramLabel = "NAME",
            description =
                    "What to measure: score-error, marginal-energy, ridge, support; may be"
                            + " repeated. Default: score-error.")
    private List<String> evaluators = AuditOptions.DEFAULT.evaluators();

    @Option(
            names = "--levels",
            paramLabel = "K",
            description = "Noise levels. Default: ${DEFAULT-VALUE}.")
    private int levels = AuditOptions.DEFAULT.levels();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "score-error: noised samples at each level. Default: ${DEFAULT-VALUE}.")
    private int samples = AuditOptions.DEFAULT.samples();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of every random number. Default: ${DEFAULT-VALUE}.")
    private long seed = AuditOptions.DEFAULT.seed();

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            description = "Samples in one evaluation of the network. Default: ${DEFAULT-VALUE}.")
    private int batch = AuditOptions.DEFAULT.batchSize();

    @Option(
            names = "--images",
            paramLabel = "N",
            description =
                    "Reference images shown in the report, 0 for no pictures. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int images = AuditOptions.DEFAULT.images();

    @Mixin private ScoreErrorArguments scoreError = new ScoreErrorArguments();

    @Mixin private MarginalEnergyArguments marginalEnergy = new MarginalEnergyArguments();

    @Mixin private SupportArguments support = new SupportArguments();

    @Mixin private RidgeArguments ridge = new RidgeArguments();

    @Option(
            names = "--fail-on",
            paramLabel = "COLOUR",
            description =
                    "amber or red: end with exit code 4 where a light is that or worse, so that a"
                            + " build can stop. Grey never fails. Default: exit code 0 whatever the"
                            + " lights.")
    private @Nullable String failOn;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where report.html and report.json go. Default: the current folder.")
    private Path out = Path.of("");

    /** For the parser. */
    AuditArguments() {}

    /**
     * Audits a checkpoint, prints the table and writes the reports.
     *
     * @param subject the checkpoint, whose own reference data are taken where the command line
     *     names none
     * @return done, or light where one is as bad as the command line says
     */
    ExitCode audit(Subject subject) throws IOException, ReferenceException {
        AuditOptions options = options();
        Optional<Colour> worst = failOn();
        OutputFolder.check(out, spec);
        Path data =
                Optional.ofNullable(reference)
                        .or(subject::reference)
                        .orElseThrow(() -> wrong("Missing required option: '--reference=DATA'"));
        AuditResult result = measure(subject, data, options);
        PrintWriter console = spec.commandLine().getOut();
        result.writeTo(out);
        print(result.json(), console);
        console.println();
        console.println(result.table().stripTrailing());
        console.println();
        console.println(result.verdict());
        console.println(
                "Wrote " + out.resolve("report.html") + " and " + out.resolve("report.json") + ".");
        return worst.filter(colour -> result.worst().compareTo(colour) >= 0).isPresent()
                ? ExitCode.LIGHT
                : ExitCode.DONE;
    }

    private Optional<Colour> failOn() {
        if (failOn == null) {
            return Optional.empty();
        }
        if (!failOn.equals("amber") && !failOn.equals("red")) {
            throw wrong("--fail-on: expected amber or red, found " + failOn);
        }
        return Optional.of(Colour.of(failOn));
    }

    /** Where the reports go. */
    Path out() {
        return out;
    }

    /**
     * Audits a checkpoint and writes nothing.
     *
     * @param subject the checkpoint
     * @param data its reference data
     * @param options how
     */
    AuditResult measure(Subject subject, Path data, AuditOptions options)
            throws IOException, ReferenceException {
        try (Progress progress = Progress.onTerminal()) {
            progress.step("loading " + subject.name(), 0, Progress.UNKNOWN);
            try (DiffusionModel model = models.load(subject)) {
                progress.step("reading " + data.getFileName(), 0, Progress.UNKNOWN);
                ReferenceData samplesOfData =
                        ReferenceReader.read(
                                data, ReferenceOptions.of(model.dataShape(), model.dataRange()));
                return new Audit(options, progress::step)
                        .stating("command", command(subject, options).line())
                        .run(subject.name(), model, samplesOfData);
            }
        }
    }

    /** What repeats the audit: all that decides on a number, paths as they were given. */
    private CommandWords command(Subject subject, AuditOptions options) {
        CommandWords words = new CommandWords("scorefield", "audit", subject.name());
        models.write(words);
        if (reference != null) {
            words.with("--reference", reference);
        }
        return words.with(options);
    }

    /** What was audited against what, and what was chosen on the way. */
    private static void print(JsonObject report, PrintWriter console) {
        JsonObject checkpoint = report.getAsJsonObject("checkpoint");
        JsonObject facts = checkpoint.getAsJsonObject("facts");
        JsonObject reference = report.getAsJsonObject("reference");
        console.println("checkpoint  " + checkpoint.get("name").getAsString());
        console.println(
                "model       "
                        + Stream.of("architecture", "prediction", "schedule", "device")
                                .map(key -> facts.get(key).getAsString())
                                .collect(Collectors.joining(", ")));
        console.println(
                String.format(
                        Locale.ROOT,
                        "reference   %s (%,d samples of %,d)",
                        reference.get("source").getAsString(),
                        reference.get("count").getAsLong(),
                        reference.get("available").getAsLong()));
        for (JsonElement note : checkpoint.getAsJsonArray("notes")) {
            console.println("note        " + note.getAsString());
        }
    }

    /** The options of the command line. */
    AuditOptions options() {
        for (String evaluator : evaluators) {
            if (!Audit.evaluators().contains(evaluator)) {
                throw wrong(
                        "--evaluator: expected one of "
                                + String.join(", ", Audit.evaluators())
                                + ", found "
                                + evaluator);
            }
        }
        try {
            AuditOptions options =
                    AuditOptions.DEFAULT
                            .withEvaluators(evaluators)
                            .withLevels(levels)
                            .withSamples(samples)
                            .withSeed(seed)
                            .withBatchSize(batch)
                            .withImages(images)
                            .withReferenceRole(role());
            options = scoreError.apply(options);
            options = marginalEnergy.apply(options);
            options = support.apply(options);
            return ridge.apply(options);
        } catch (IllegalArgumentException e) {
            throw wrong(optionOf(Objects.toString(e.getMessage())));
        }
    }

    private ReferenceRole role() {
        return switch (role) {
            case "sample" -> ReferenceRole.SAMPLE;
            case "whole" -> ReferenceRole.WHOLE;
            default ->
                    throw new IllegalArgumentException(
                            "referenceRole: expected sample or whole, found "
                                    + role
                                    + "; correct the word");
        };
    }

    /** The message with the option's name in place of the library's: fitSamples, --fit-samples. */
    private static String optionOf(String message) {
        int colon = message.indexOf(':');
        String name = message.substring(0, Math.max(0, colon));
        String option =
                name.replaceAll("([A-Z])", "-$1").replace(' ', '-').toLowerCase(Locale.ROOT);
        return "--" + option.replace("-size", "") + message.substring(name.length());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
