// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.scorefield.examples.experiments.ExperimentCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Do samples of a model that does not memorise stay on the ridge of its data? Trains random-feature
 * models of two and three points exactly and follows their samples; see examples/README.md.
 *
 * <p>The claim is that of He, Qiu, Tao, Diffusion Model's Generalization Can Be Characterized by
 * Inductive Biases toward a Data-Dependent Ridge Manifold, arXiv 2602.06021.
 */
@Command(
        name = "random-features-claim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Trains random-feature models by gradient flow in closed form, for several times,"
                        + " and says how large their errors are across and along the ridge of their"
                        + " data, and where their samples end.")
public final class RandomFeaturesClaim implements Callable<Integer> {

    @Option(
            names = "--out",
            defaultValue = "random-features-claim",
            description = "Folder for the files (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("random-features-claim");

    @Option(
            names = "--times",
            split = ",",
            defaultValue = "10,100,1e3,1e4,1e5,1e6,Infinity",
            description = "Training times s (default: ${DEFAULT-VALUE}).")
    private List<Double> times = new ArrayList<>();

    @Option(
            names = "--width",
            defaultValue = "128",
            description = "Number of random features (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(
            names = "--frequencies",
            defaultValue = "3",
            description = "Frequencies of time in the features (default: ${DEFAULT-VALUE}).")
    private int frequencies;

    @Option(
            names = "--start",
            defaultValue = "1",
            description =
                    "Standard deviation of the output weights before training (default:"
                            + " ${DEFAULT-VALUE}).")
    private double start;

    @Option(
            names = "--samples",
            defaultValue = "400",
            description = "Samples of each model (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--steps",
            defaultValue = "1000",
            description = "Steps of the reverse SDE (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--entries",
            defaultValue = "25",
            description =
                    "Noise levels at which samples are looked at (default: ${DEFAULT-VALUE}).")
    private int entries;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of every random number (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec = CommandSpec.create();

    private RandomFeaturesClaim() {}

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
        return ExperimentCommand.commandLine(new RandomFeaturesClaim());
    }

    @Override
    public Integer call() throws IOException {
        RidgeClaimOptions options =
                new RidgeClaimOptions(width, frequencies, start, samples, steps, entries, seed);
        Files.createDirectories(out);
        RidgeReport report = new RidgeReport(options);
        PrintWriter err = spec.commandLine().getErr();
        for (Modes modes : Modes.values()) {
            for (TrainingTimes.Law law : TrainingTimes.Law.values()) {
                long began = System.nanoTime();
                Trained.Setting setting = new Trained.Setting(modes, law);
                Experiment experiment = new Experiment(options, setting);
                times.forEach(s -> report.add(experiment.train(s)));
                report.write(out);
                err.printf("%s: %.1f s%n", setting.label(), (System.nanoTime() - began) / 1e9);
                err.flush();
            }
        }
        spec.commandLine().getOut().println(report.text());
        return 0;
    }
}
