// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.examples.experiments.ExperimentCommand;
import org.scorefield.zoo.Zoo;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Does the gradient component of the score error go with the quality of samples better than the
 * whole error? Measures families of models and writes a table and a figure; see examples/README.md.
 *
 * <p>The claim is that of Khelifa, Turner, Venkataramanan, Diffusion Models Observe Only Gradients,
 * arXiv 2606.06179.
 */
@Command(
        name = "gradient-claim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compares the gradient, solenoidal and total score error of models with the quality"
                        + " of their samples. Measures two families of Gaussian mixtures, and each"
                        + " folder of snapshots that is given.")
public final class GradientClaim implements Callable<Integer> {

    @Option(
            names = "--out",
            defaultValue = "gradient-claim",
            description =
                    "Folder for the files; measurements found there are kept (default:"
                            + " ${DEFAULT-VALUE}).")
    private Path out = Path.of("gradient-claim");

    @Option(
            names = "--dimensions",
            split = ",",
            defaultValue = "2,8",
            description = "Dimensions of the mixtures, 0 for none (default: ${DEFAULT-VALUE}).")
    private List<Integer> dimensions = new ArrayList<>();

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "0,0.01,0.03,0.1,0.3,1",
            description =
                    "Sizes of both perturbations of a mixture in nats; each pair is a model"
                            + " (default: ${DEFAULT-VALUE}).")
    private double[] sizes = {};

    @Option(
            names = "--samples",
            defaultValue = "2000",
            description = "Samples of each model of a mixture (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--steps",
            defaultValue = "100",
            description = "Steps of the reverse SDE for mixtures (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--snapshot-samples",
            defaultValue = "300",
            description = "Samples of each snapshot (default: ${DEFAULT-VALUE}).")
    private int snapshotSamples;

    @Option(
            names = "--snapshot-steps",
            defaultValue = "60",
            description = "Steps of the reverse SDE for snapshots (default: ${DEFAULT-VALUE}).")
    private int snapshotSteps;

    @Option(
            names = "--levels",
            defaultValue = "4",
            description = "Noise levels of the evaluator (default: ${DEFAULT-VALUE}).")
    private int levels;

    @Option(
            names = "--evaluated",
            defaultValue = "2048",
            description = "Noised data at each level (default: ${DEFAULT-VALUE}).")
    private int evaluated;

    @Option(
            names = "--test-functions",
            defaultValue = "quadratic,fourier:100",
            description =
                    "Classes of the evaluator for mixtures, as audit takes them (default:"
                            + " ${DEFAULT-VALUE}).")
    private String testFunctions = "";

    @Option(
            names = "--snapshot-test-functions",
            defaultValue = "linear,separable:2:pixel",
            description = "The same for snapshots (default: ${DEFAULT-VALUE}).")
    private String snapshotTestFunctions = "";

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of every random number (default: ${DEFAULT-VALUE}).")
    private long seed;

    @ArgGroup(
            exclusive = false,
            multiplicity = "0..*",
            heading = "A family of checkpoints, may be repeated:%n")
    private List<Snapshots> snapshots = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    private GradientClaim() {}

    /** A folder of checkpoints on the command line. */
    private static final class Snapshots {

        @Option(
                names = "--snapshots",
                required = true,
                description = "Folder of checkpoints: .pt or .safetensors files, or pipelines.")
        private Path folder = Path.of("");

        @Option(names = "--card", description = "What the checkpoints do not say themselves.")
        private @Nullable Path card;

        @Option(
                names = "--reference",
                description =
                        "Held-out data (default: those of the zoo's default entry, which then"
                                + " counts as one of the checkpoints).")
        private @Nullable Path reference;

        Family family(ClaimOptions options) throws IOException {
            List<Path> checkpoints = new ArrayList<>(SnapshotFamily.in(folder));
            if (reference == null) {
                checkpoints.add(Zoo.defaultEntry().unpack());
            }
            return new SnapshotFamily(
                    "snapshots-" + folder.toRealPath().getFileName(),
                    checkpoints,
                    new SnapshotFamily.Judged(
                            card == null ? Optional.empty() : Optional.of(Card.read(card)),
                            reference == null ? Zoo.defaultEntry().reference() : reference),
                    options);
        }
    }

    /**
     * Runs the experiment and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line, ready to execute. */
    static CommandLine commandLine() {
        return ExperimentCommand.commandLine(new GradientClaim());
    }

    @Override
    public Integer call() throws IOException, ReferenceException {
        PrintWriter err = spec.commandLine().getErr();
        Files.createDirectories(out);
        ClaimReport report = new ClaimReport(seed);
        for (Family family : families()) {
            ClaimOptions options =
                    family instanceof SnapshotFamily ? forSnapshots() : forMixtures();
            ModelFile errors =
                    new ModelFile(out.resolve(family.name() + "-errors.csv"), options.ofErrors());
            ModelFile qualities =
                    new ModelFile(
                            out.resolve(family.name() + "-qualities.csv"), options.ofQualities());
            report.add(
                    family,
                    Measured.join(
                            errors.complete(family.models(), family::errors, err),
                            qualities.complete(family.models(), family::qualities, err)));
            report.write(out);
        }
        spec.commandLine().getOut().println(report.text());
        return 0;
    }

    private List<Family> families() throws IOException {
        List<Family> families = new ArrayList<>();
        for (int dimension : dimensions) {
            if (dimension > 0) {
                families.add(new MixtureFamily(dimension, forMixtures(), sizes));
            }
        }
        for (Snapshots folder : snapshots) {
            families.add(folder.family(forSnapshots()));
        }
        return families;
    }

    private ClaimOptions forMixtures() {
        return new ClaimOptions(samples, steps, levels, evaluated, testFunctions, seed);
    }

    private ClaimOptions forSnapshots() {
        return new ClaimOptions(
                snapshotSamples, snapshotSteps, levels, evaluated, snapshotTestFunctions, seed);
    }
}
