// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.TrajectoryPoint;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.examples.experiments.ExperimentCommand;
import org.scorefield.zoo.LatentDecoder;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Do samples of a latent image model reach the ridge of its training data? Generates latents of the
 * zoo's latent model and follows them to the ridge of its training latents, beside held-out latents
 * with noise; see examples/README.md.
 *
 * <p>The claim is that of He, Qiu, Tao, Diffusion Model's Generalization Can Be Characterized by
 * Inductive Biases toward a Data-Dependent Ridge Manifold, arXiv 2602.06021: the residual falls
 * only at little noise, and the density is curved towards the ridge at all samples.
 */
@Command(
        name = "latent-claim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Generates latents of the zoo's latent model and follows them to the ridge of its"
                        + " training latents.")
public final class LatentClaim implements Callable<Integer> {

    private static final String ENTRY = "fashion-mnist-latent";
    private static final String TRAINING = "training-latents.npy";

    @Option(
            names = "--out",
            defaultValue = "latent-claim",
            description = "Folder for the files (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("latent-claim");

    @Option(
            names = "--samples",
            defaultValue = "64",
            description =
                    "Latents to generate, and held-out ones beside them (default:"
                            + " ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--steps",
            defaultValue = "1000",
            description = "Steps of Euler-Maruyama (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--every",
            defaultValue = "100",
            description = "Steps between two entries of the ledger (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--points",
            defaultValue = "20000",
            description = "Training latents that make the ridge (default: ${DEFAULT-VALUE}).")
    private int points;

    @Option(
            names = "--directions",
            defaultValue = "25",
            description = "Tangent directions d of the ridge (default: ${DEFAULT-VALUE}).")
    private int directions;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of every random number (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec = CommandSpec.create();

    private LatentClaim() {}

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
        return ExperimentCommand.commandLine(new LatentClaim());
    }

    @Override
    public Integer call() throws IOException, ReferenceException {
        Files.createDirectories(out);
        ZooEntry entry = Zoo.entry(ENTRY);
        try (DiffusionModel model = entry.load();
                LatentDecoder decoder = LatentDecoder.load(entry)) {
            float[][] training = latents(entry.file(TRAINING), model);
            LatentOptions options =
                    new LatentOptions(
                            samples,
                            steps,
                            every,
                            Math.min(points, training.length),
                            directions,
                            seed);
            LatentResult result =
                    new LatentExperiment(
                                    model, decoder, training, latents(entry.reference(), model))
                            .run(options, this::progress);
            LatentReport report = new LatentReport(result);
            report.write(out);
            spec.commandLine().getOut().println(report.text());
        }
        return 0;
    }

    private void progress(TrajectoryPoint point) {
        if (point.step() % every == 0) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("step " + point.step() + " of " + point.steps());
            err.flush();
        }
    }

    private static float[][] latents(Path file, DiffusionModel model)
            throws IOException, ReferenceException {
        ReferenceData data =
                ReferenceReader.read(
                        file,
                        ReferenceOptions.of(model.dataShape(), model.dataRange())
                                .withLimit(Integer.MAX_VALUE));
        float[][] rows = new float[data.count()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = data.sample(i);
        }
        return rows;
    }
}
