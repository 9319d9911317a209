// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.schedule.Predictions;
import org.scorefield.djl.schedule.RectifiedFlow;
import org.scorefield.evaluation.model.DiffusionPredictor;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.ReferencePredictor;
import org.scorefield.evaluation.support.shift.PerturbationKind;
import org.scorefield.examples.experiments.ExperimentCommand;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Do samples stay on the support when the model is inexact? Two moons with the exact score, and
 * with the zoo's networks that were trained on different targets; see examples/README.md.
 */
@Command(
        name = "moons-claim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures on two moons how Lyapunov vectors align with the tangent, and what errors"
                        + " of a score, a velocity and a denoiser do to samples.")
public final class MoonsClaim implements Callable<Integer> {

    @Option(
            names = "--out",
            defaultValue = "moons-claim",
            description = "Folder for the files (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("moons-claim");

    @Option(
            names = "--points",
            defaultValue = "4000",
            description =
                    "Points of the reference density on each moon (default: ${DEFAULT-VALUE}).")
    private int points;

    @Option(
            names = "--samples",
            defaultValue = "64",
            description = "Trajectories for each model and end (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--steps",
            defaultValue = "60",
            description = "Heun steps, equal in log SNR (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--levels",
            split = ",",
            defaultValue = "0.1,0.05,0.02,0.01,0.005,0.002",
            description = "sigma / alpha at the ends, falling (default: ${DEFAULT-VALUE}).")
    private List<Double> levels = new ArrayList<>();

    @Option(
            names = "--size",
            defaultValue = "0.3",
            description =
                    "Size of the perturbations of the exact model whose samples are drawn (default:"
                            + " ${DEFAULT-VALUE}).")
    private double size;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of every random number (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec = CommandSpec.create();

    private MoonsClaim() {}

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
        return ExperimentCommand.commandLine(new MoonsClaim());
    }

    @Override
    public Integer call() throws IOException {
        MoonsOptions options = new MoonsOptions(points, samples, steps, levels, size, seed);
        Files.createDirectories(out);
        MoonsReport report = new MoonsReport(options);
        try (NDManager manager = NDManager.newBaseManager()) {
            Empirical moons = Empirical.of(TwoMoons.points(points), manager).withWeightError(1e-9);
            MoonsMeasurement measurement = new MoonsMeasurement(moons, options);
            ReferencePredictor exact =
                    new ReferencePredictor(moons, new RectifiedFlow(), Predictions.VELOCITY);
            report.add(measurement.of("exact score", exact));
            said("exact score");
            for (PerturbationKind kind : PerturbationKind.values()) {
                double[] error = {size / Math.sqrt(2), size / Math.sqrt(2)};
                report.add(
                        "exact + " + kind.label() + " error " + size,
                        measurement.cloud(new PerturbedModel(exact, kind, error)));
            }
            for (ZooEntry entry : Zoo.entries()) {
                if (entry.about().family().equals("two-moons")) {
                    try (DiffusionModel model = entry.load()) {
                        report.add(measurement.of(entry.name(), new DiffusionPredictor(model)));
                    }
                    said(entry.name());
                    report.write(out);
                }
            }
        }
        report.write(out);
        spec.commandLine().getOut().println(report.text());
        return 0;
    }

    private void said(String name) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(name);
        err.flush();
    }
}
