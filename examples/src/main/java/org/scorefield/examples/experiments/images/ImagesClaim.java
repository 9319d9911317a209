// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.examples.experiments.ExperimentCommand;
import org.scorefield.zoo.Zoo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Do image models survive without knowing the noise level? Samples the zoo's networks from the same
 * noise, told the time and blind, and measures images and the error of the drift; see
 * examples/README.md.
 *
 * <p>The claim is that of Sahraee-Ardakan, Delbracio, Milanfar, The Geometry of Noise, arXiv
 * 2602.18428: blind epsilon is unstable, blind velocity is not.
 */
@Command(
        name = "images-claim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Samples the zoo's Fashion-MNIST networks from the same noise, told the time and"
                        + " blind, and compares the images with held-out ones.")
public final class ImagesClaim implements Callable<Integer> {

    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    /** Images that go into files. */
    private static final int SHOWN = 64;

    /** Data on which the size of the residual is measured. */
    private static final int RESIDUAL_IMAGES = 32;

    @Option(
            names = "--out",
            defaultValue = "images-claim",
            description =
                    "Folder for the files; measurements found there are kept (default:"
                            + " ${DEFAULT-VALUE}).")
    private Path out = Path.of("images-claim");

    @Option(
            names = "--samples",
            defaultValue = "64",
            description = "Images of each network (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--steps",
            split = ",",
            defaultValue = "20",
            description = "Numbers of steps (default: ${DEFAULT-VALUE}).")
    private List<Integer> steps = new ArrayList<>();

    @Option(
            names = "--mean-samples",
            defaultValue = "8",
            description =
                    "Images of the conditioned network run blind, by its mean over the noise"
                            + " posterior; 0 for none (default: ${DEFAULT-VALUE}).")
    private int meanSamples;

    @Option(
            names = "--mean-steps",
            defaultValue = "20",
            description = "Their number of steps (default: ${DEFAULT-VALUE}).")
    private int meanSteps;

    @Option(
            names = "--drift-samples",
            defaultValue = "16",
            description = "Trajectories that the drift is measured on (default: ${DEFAULT-VALUE}).")
    private int driftSamples;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of every random number (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec = CommandSpec.create();

    private ImagesClaim() {}

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
        return ExperimentCommand.commandLine(new ImagesClaim());
    }

    @Override
    public Integer call() throws IOException, ReferenceException {
        Files.createDirectories(out);
        spec.commandLine().getOut().println(measure().text());
        return 0;
    }

    /** Measures, and writes the files after each process. */
    private ImagesReport measure() throws IOException, ReferenceException {
        try (ImageModels models = ImageModels.load();
                NDManager manager = models.conditioned().newManager()) {
            DiffusionModel told = models.conditioned();
            ReferenceData data =
                    ReferenceReader.read(
                            Zoo.defaultEntry().reference(),
                            ReferenceOptions.of(told.dataShape(), told.dataRange()));
            int half = data.count() / 2;
            NDArray known = images(data, 0, half, manager);
            NDArray judges = images(data, half, data.count() - half, manager);
            List<ImageResult> results = new ArrayList<>();
            ImageQuality floor = ImageQuality.of(known, judges, seed);
            ImagesReport report = new ImagesReport(floor, results);
            for (ImageProcess process : models.processes()) {
                for (int count : steps) {
                    results.add(run(process, new Size(samples, count), told, judges));
                    report = new ImagesReport(floor, results);
                    report.write(out);
                }
            }
            for (ImageProcess process : means(told, known)) {
                results.add(run(process, new Size(meanSamples, meanSteps), told, judges));
                report = new ImagesReport(floor, results);
                report.write(out);
            }
            return report;
        }
    }

    private record Size(int samples, int steps) {}

    private List<ImageProcess> means(DiffusionModel told, NDArray known) {
        List<ImageProcess> processes = new ArrayList<>();
        PosteriorMeans means = new PosteriorMeans(told);
        if (meanSamples > 0) {
            processes.add(means.ofReference(Empirical.of(rows(known), known.getManager())));
            processes.add(means.ofResidual(known.get(":" + RESIDUAL_IMAGES), seed));
        }
        return processes;
    }

    private ImageResult run(ImageProcess process, Size size, DiffusionModel told, NDArray judges)
            throws IOException {
        Path file =
                out.resolve(
                        String.format(
                                Locale.ROOT,
                                "%s-%d-of-%d-drift-%d-seed-%d.json",
                                process.name(),
                                size.steps(),
                                size.samples(),
                                driftSamples,
                                seed));
        if (Files.exists(file)) {
            return GSON.fromJson(Files.readString(file), ImageResult.class);
        }
        ImageResult result = sample(process, size, told, judges);
        Files.writeString(file, GSON.toJson(result));
        return result;
    }

    private ImageResult sample(
            ImageProcess process, Size size, DiffusionModel told, NDArray judges) {
        PrintWriter err = spec.commandLine().getErr();
        try (NDManager manager = told.newManager()) {
            Shape shape = new Shape(size.samples()).addAll(new Shape(told.dataShape()));
            NDArray noise = new NoisePath(seed).start(manager.zeros(shape, DataType.FLOAT32), 0);
            DriftProbe probe = new DriftProbe(process.drive(), told, driftSamples);
            long began = System.nanoTime();
            NDArray images = process.generator().generate(noise, size.steps(), probe);
            double seconds = (System.nanoTime() - began) * 1e-9;
            ImageQuality quality = ImageQuality.of(images, judges, seed);
            err.println(
                    process.title()
                            + ", "
                            + size.steps()
                            + " steps: squared energy distance "
                            + quality.energy());
            err.flush();
            float[] pixels = images.get(":" + Math.min(SHOWN, size.samples())).toFloatArray();
            return new ImageResult(
                    process.name(),
                    process.title(),
                    size.steps(),
                    quality,
                    probe.points(),
                    pixels,
                    seconds);
        }
    }

    private static NDArray images(ReferenceData data, int from, int count, NDManager manager) {
        float[] numbers = new float[count * data.dimension()];
        for (int i = 0; i < count; i++) {
            System.arraycopy(
                    data.sample(from + i), 0, numbers, i * data.dimension(), data.dimension());
        }
        return manager.create(numbers, new Shape(count).addAll(new Shape(data.shape())));
    }

    private static double[][] rows(NDArray images) {
        int n = Math.toIntExact(images.getShape().get(0));
        float[] pixels = images.toFloatArray();
        double[][] rows = new double[n][pixels.length / n];
        for (int i = 0; i < pixels.length; i++) {
            rows[i / rows[0].length][i % rows[0].length] = pixels[i];
        }
        return rows;
    }
}
