// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.variation.SingularOptions;
import org.scorefield.djl.variation.SingularSearch;
import org.scorefield.djl.variation.SingularVectors;
import org.scorefield.examples.experiments.ExperimentCommand;
import org.scorefield.examples.experiments.figure.Axis;
import org.scorefield.examples.experiments.figure.LineFigure;
import org.scorefield.examples.experiments.images.ImageSheet;
import org.scorefield.zoo.Zoo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The whole Lyapunov spectrum of an image model's generation, and its leading and trailing vectors
 * as images; see examples/README.md.
 *
 * <p>Leading left vectors are the changes of an image that survive generation, trailing ones those
 * that it removes.
 */
@Command(
        name = "vectors-claim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Carries all tangent vectors of one generated image from noise to data, and shows"
                        + " those that grow most and least.")
public final class VectorsClaim implements Callable<Integer> {
    private static final int SHOWN = 8;
    private static final int SCALE = 3;

    @Option(
            names = "--out",
            defaultValue = "vectors-claim",
            description = "Folder for the files (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("vectors-claim");

    @Option(
            names = "--model",
            defaultValue = "fashion-mnist-ddpm",
            description = "Image model of the zoo (default: ${DEFAULT-VALUE}).")
    private String model = "";

    @Option(
            names = "--steps",
            defaultValue = "20",
            description = "DDIM steps, equal in log SNR (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--vectors",
            defaultValue = "0",
            description =
                    "Leading vectors to carry; 0 carries all and finds trailing ones too (default:"
                            + " ${DEFAULT-VALUE}).")
    private int vectors;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of the image (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec private CommandSpec spec = CommandSpec.create();

    private VectorsClaim() {}

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
        return ExperimentCommand.commandLine(new VectorsClaim());
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        try (DiffusionModel loaded = Zoo.entry(model).load();
                NDManager manager = loaded.newManager()) {
            SingularVectors found = search(loaded, manager);
            write(loaded, found);
        }
        return 0;
    }

    private SingularVectors search(DiffusionModel loaded, NDManager manager) {
        NoiseSchedule schedule = loaded.parameterization().schedule();
        long[] shape = loaded.dataShape();
        int dimension = Math.toIntExact(new Shape(shape).size());
        TimeGrid grid = TimeGrid.logSnr(schedule, steps, 1, 0);
        StepMaps maps =
                StepMaps.of(
                        TimedField.of(loaded, Quantity.DENOISER),
                        schedule,
                        ReverseProcess.DDIM,
                        grid);
        Random random = new Random(seed);
        float[] noise = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            noise[i] = (float) (random.nextGaussian() * schedule.sigma(1));
        }
        NDArray start = manager.create(noise, new Shape(1).addAll(new Shape(shape)));
        SingularOptions options =
                vectors == 0
                        ? SingularOptions.full(dimension)
                        : SingularOptions.leading(vectors).withRounds(2);
        return new SingularSearch(maps, options).run(start, SamplingOptions.seed(seed));
    }

    private void write(DiffusionModel loaded, SingularVectors found) throws IOException {
        double[] logs = found.logValues()[0];
        int side = Math.toIntExact(loaded.dataShape()[loaded.dataShape().length - 1]);
        float[] left = floats(found.vectors().left());
        float[] image = floats(found.vectors().states());
        int size = image.length;
        int shown = Math.min(SHOWN, logs.length);
        List<float[]> rows = new ArrayList<>();
        rows.add(image);
        for (int i = 0; i < shown; i++) {
            rows.add(picture(left, i, size));
        }
        for (int i = logs.length - shown; vectors == 0 && i < logs.length; i++) {
            rows.add(picture(left, i, size));
        }
        sheet(side, rows);
        List<String> lines = new ArrayList<>();
        lines.add("i,log singular value");
        for (int i = 0; i < logs.length; i++) {
            lines.add(String.format(Locale.ROOT, "%d,%.6g", i + 1, logs[i]));
        }
        Files.write(out.resolve("vectors-spectrum.csv"), lines);
        Files.writeString(out.resolve("vectors-spectrum.svg"), figure(logs));
        spec.commandLine().getOut().println(text(logs));
    }

    private void sheet(int side, List<float[]> rows) throws IOException {
        // The image stands alone in the first row; leading and trailing vectors follow.
        ImageSheet sheet = new ImageSheet(side, SHOWN, SCALE);
        int size = rows.get(0).length;
        int places = SHOWN + rows.size() - 1;
        float[] pixels = new float[places * size];
        Arrays.fill(pixels, 1);
        System.arraycopy(rows.get(0), 0, pixels, 0, size);
        for (int i = 1; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, pixels, (SHOWN + i - 1) * size, size);
        }
        Files.write(out.resolve("vectors.png"), sheet.png(pixels, places));
    }

    private String text(double[] logs) {
        int positive = 0;
        int gap = 1;
        for (int i = 0; i < logs.length; i++) {
            positive += logs[i] > 0 ? 1 : 0;
            if (i > 0 && logs[i - 1] - logs[i] > logs[gap - 1] - logs[gap]) {
                gap = i;
            }
        }
        return String.format(
                Locale.ROOT,
                "%s, %d DDIM steps, seed %d: log singular values of the generation's Jacobian fall"
                        + " from %.2f to %.2f over %d vectors; %d are above 0; the largest gap, %.2f,"
                        + " is below number %d.",
                model,
                steps,
                seed,
                logs[0],
                logs[logs.length - 1],
                logs.length,
                positive,
                logs[gap - 1] - logs[gap],
                gap);
    }

    private static String figure(double[] logs) {
        List<LineFigure.Point> points = new ArrayList<>();
        for (int i = 0; i < logs.length; i++) {
            double value = Math.exp(logs[i]);
            points.add(new LineFigure.Point(i + 1, value, value, value));
        }
        LineFigure.Key key = new LineFigure.Key("singular value", "#27c", "");
        return new LineFigure(
                        1,
                        List.of(
                                new LineFigure.Panel(
                                        "Jacobian of generation",
                                        Axis.logarithmic(points.stream().mapToDouble(p -> p.x())),
                                        "number",
                                        Axis.logarithmic(points.stream().mapToDouble(p -> p.y())),
                                        List.of(new LineFigure.Line(key, points)))))
                .svg();
    }

    private static float[] floats(NDArray values) {
        return values.toType(DataType.FLOAT32, false).toFloatArray();
    }

    /** A vector scaled so that its largest entry is black or white. */
    private static float[] picture(float[] vectors, int i, int size) {
        float[] own = Arrays.copyOfRange(vectors, i * size, (i + 1) * size);
        float most = 0;
        for (float value : own) {
            most = Math.max(most, Math.abs(value));
        }
        for (int j = 0; j < size; j++) {
            own[j] /= most;
        }
        return own;
    }
}
