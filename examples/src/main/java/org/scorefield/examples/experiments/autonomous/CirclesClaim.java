// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.examples.experiments.ExperimentCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which targets can a network predict without the noise level? Samples the zoo's networks of
 * concentric circles, and the exact fields that they approximate; see examples/README.md.
 *
 * <p>The claim is that of Sahraee-Ardakan, Delbracio, Milanfar, The Geometry of Noise: Why
 * Diffusion Models Don't Need Noise Conditioning, arXiv 2602.18428.
 */
@Command(
        name = "circles-claim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Generates concentric circles in R^D with networks that never see the noise level,"
                        + " with networks that do, and with the exact autonomous fields, and says"
                        + " how many samples end near a circle, and why.")
public final class CirclesClaim implements Callable<Integer> {

    @Option(
            names = "--out",
            defaultValue = "circles-claim",
            description = "Folder for the files (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("circles-claim");

    @Option(
            names = "--networks",
            description = "Folder that train_circles.py wrote (default: the zoo's networks).")
    private @Nullable Path networks;

    @Option(
            names = "--dimensions",
            split = ",",
            defaultValue = "2,8,32,128",
            description = "Dimensions D, of those there are (default: ${DEFAULT-VALUE}).")
    private List<Integer> dimensions = new ArrayList<>();

    @Option(
            names = "--samples",
            defaultValue = "2000",
            description = "Samples of each network (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--exact-samples",
            defaultValue = "200",
            description = "Samples of each exact field (default: ${DEFAULT-VALUE}).")
    private int exactSamples;

    @Option(
            names = "--steps",
            defaultValue = "60",
            description = "Heun steps of the flow, equal in log SNR (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--descent-steps",
            defaultValue = "200",
            description = "Steps of gradient descent at rate 0.1 (default: ${DEFAULT-VALUE}).")
    private int descentSteps;

    @Option(
            names = "--from",
            defaultValue = "0.999",
            description =
                    "Time of the straight path to start from, in exact states (default:"
                            + " ${DEFAULT-VALUE}).")
    private double from;

    @Option(
            names = "--distance",
            defaultValue = "0.1",
            description =
                    "A sample counts within this distance of a circle; radii are 0.5 and 1"
                            + " (default: ${DEFAULT-VALUE}).")
    private double distance;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of every random number (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec = CommandSpec.create();

    private CirclesClaim() {}

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
        return ExperimentCommand.commandLine(new CirclesClaim());
    }

    @Override
    public Integer call() throws IOException, ReferenceException {
        Files.createDirectories(out);
        Networks source = networks == null ? new Networks.OfZoo() : new Networks.OfFolder(networks);
        CirclesOptions options =
                new CirclesOptions(
                        samples, exactSamples, steps, descentSteps, from, distance, seed);
        CirclesReport report = new CirclesReport(options);
        for (int dimension : dimensions) {
            for (Target target : Target.values()) {
                long began = System.nanoTime();
                Measurement measurement = new Measurement(source, options, dimension);
                if (measurement.add(target, report)) {
                    report.write(out);
                    PrintWriter err = spec.commandLine().getErr();
                    double seconds = (System.nanoTime() - began) / 1e9;
                    err.printf("%s, D = %d: %.1f s%n", target.label(), dimension, seconds);
                    err.flush();
                }
            }
        }
        spec.commandLine().getOut().println(report.text());
        return 0;
    }
}
