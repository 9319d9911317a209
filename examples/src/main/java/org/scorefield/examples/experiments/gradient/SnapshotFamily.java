// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.DiffusionPredictor;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;

/**
 * Checkpoints of one training, or of several on the same data.
 *
 * <p>Their true score is not known. The denoising loss differs from the squared error by a constant
 * that is the same for every model on the same noised data, so ranks by one are ranks by the other.
 */
final class SnapshotFamily implements Family {

    private final String name;
    private final List<Path> checkpoints;
    private final Optional<Card> card;
    private final Path reference;
    private final ClaimOptions options;

    /**
     * Checkpoints from files.
     *
     * @param name of the family
     * @param checkpoints files and diffusers directories, at least 3; copied
     * @param judged a card with what they do not say themselves, and held-out data that evaluate
     *     the error and judge the samples
     * @param options samples, steps, levels and seed
     * @throws IllegalArgumentException if there are fewer than 3
     */
    SnapshotFamily(String name, List<Path> checkpoints, Judged judged, ClaimOptions options) {
        if (checkpoints.size() < 3) {
            throw new IllegalArgumentException(
                    name
                            + ": expected at least 3 checkpoints (.pt, .safetensors or diffusers"
                            + " directories), found "
                            + checkpoints.size()
                            + "; a rank correlation needs more");
        }
        this.name = name;
        this.checkpoints = List.copyOf(checkpoints);
        this.card = judged.card();
        this.reference = judged.reference();
        this.options = options;
    }

    /**
     * What checkpoints are read and judged with.
     *
     * @param card what they do not say themselves
     * @param reference held-out data
     */
    record Judged(Optional<Card> card, Path reference) {}

    /**
     * The checkpoints in a folder, in the order of their names: weight files and directories.
     *
     * @param folder where they are
     * @throws IOException if the folder cannot be read
     */
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(SnapshotFamily::isCheckpoint).sorted().toList();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%d checkpoints, judged by %s in pixels. gradient is what the evaluator finds of the"
                        + " gradient error; total is the denoising loss, whose ranks are those of"
                        + " the whole error; rest is total less gradient.",
                checkpoints.size(),
                reference.getFileName());
    }

    @Override
    public List<String> models() {
        return checkpoints.stream().map(SnapshotFamily::plain).toList();
    }

    @Override
    public Map<String, Double> errors(String model) throws IOException, ReferenceException {
        try (DiffusionModel network = load(model)) {
            Estimates estimates =
                    Estimates.of(new DiffusionPredictor(network), data(network), options);
            Map<String, Double> errors = new LinkedHashMap<>();
            errors.put("gradient", estimates.gradient());
            errors.put("rest", estimates.loss() - estimates.gradient());
            errors.put("total", estimates.loss());
            return errors;
        }
    }

    @Override
    public Map<String, Double> qualities(String model) throws IOException, ReferenceException {
        try (DiffusionModel network = load(model);
                NDManager manager = network.newManager()) {
            NDArray samples = samples(network, manager).toType(DataType.FLOAT64, false);
            NDArray judge = noised(data(network), network.parameterization().schedule(), manager);
            return Qualities.of(
                    samples.reshape(options.samples(), judge.getShape().get(1)),
                    judge,
                    options.seed());
        }
    }

    private ReferenceData data(DiffusionModel network) throws ReferenceException, IOException {
        return ReferenceReader.read(
                reference, ReferenceOptions.of(network.dataShape(), network.dataRange()));
    }

    private DiffusionModel load(String model) throws IOException {
        Path path = checkpoints.get(models().indexOf(model));
        return card.isPresent() ? DiffusionModel.load(path, card.get()) : DiffusionModel.load(path);
    }

    /** The reverse SDE from noise at t = 1 to t = 0. */
    private NDArray samples(DiffusionModel network, NDManager manager) {
        NoiseSchedule schedule = network.parameterization().schedule();
        TimeGrid grid = TimeGrid.logSnr(schedule, options.steps(), 1, 0);
        Sampler sampler = new Sampler(network::denoiser, schedule, ReverseProcess.ANCESTRAL, grid);
        Shape shape = new Shape(options.samples()).addAll(new Shape(network.dataShape()));
        NDArray noise =
                new NoisePath(options.seed()).start(manager.zeros(shape, network.dataType()), 0);
        return sampler.run(noise.mul(schedule.sigma(1)), SamplingOptions.seed(options.seed()));
    }

    /** Held-out data with the noise that samples have left at t = 0. */
    private NDArray noised(ReferenceData data, NoiseSchedule schedule, NDManager manager) {
        int count = Math.min(data.count(), 2 * options.samples());
        double[] values = new double[count * data.dimension()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.value(i / data.dimension(), i % data.dimension());
        }
        NDArray clean = manager.create(values, new Shape(count, data.dimension()));
        NDArray noise = new NoisePath(~options.seed()).start(clean, 0);
        return clean.mul(schedule.alpha(0)).add(noise.mul(schedule.sigma(0)));
    }

    private static boolean isCheckpoint(Path path) {
        String file = String.valueOf(path.getFileName());
        return file.endsWith(".pt")
                || file.endsWith(".safetensors")
                || Files.exists(path.resolve("model_index.json"));
    }

    private static String plain(Path path) {
        return String.valueOf(path.getFileName()).replaceFirst("\\.(pt|safetensors)$", "");
    }
}
