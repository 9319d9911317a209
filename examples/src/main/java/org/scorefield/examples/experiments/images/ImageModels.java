// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.EquilibriumDescent;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.HeunFlow;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.process.TrajectoryObserver;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.zoo.Zoo;

/**
 * The zoo's four networks on Fashion-MNIST: one architecture, one set of training images, trained
 * with the time or without it.
 */
final class ImageModels implements AutoCloseable {

    private static final String FAMILY = "fashion-mnist-";
    private static final String CONDITIONED = "ddpm";
    private static final String EPSILON = "blind-epsilon";
    private static final String VELOCITY = "blind-velocity";
    private static final String EQUILIBRIUM = "equilibrium";
    private static final List<String> NAMES = List.of(CONDITIONED, EPSILON, VELOCITY, EQUILIBRIUM);

    /** Rate times steps of the descent, and its momentum: the same way for any number of steps. */
    private static final double DESCENT = 5;

    private static final double MOMENTUM = 0.35;

    private final Map<String, DiffusionModel> models = new LinkedHashMap<>();

    private ImageModels() {}

    /** Loads the zoo's. */
    static ImageModels load() throws IOException {
        ImageModels loaded = new ImageModels();
        for (String name : NAMES) {
            loaded.models.put(name, Zoo.entry(FAMILY + name).load());
        }
        return loaded;
    }

    /** The network that is told the time. */
    DiffusionModel conditioned() {
        return model(CONDITIONED);
    }

    /** Each network with the sampling it was trained for. */
    List<ImageProcess> processes() {
        return List.of(
                sampled("conditioned", "conditioned epsilon, DDIM", conditioned()),
                sampled(EPSILON, "blind epsilon, DDIM", model(EPSILON)),
                sampled(VELOCITY, "blind velocity, Euler", model(VELOCITY)),
                heun(),
                descent());
    }

    private DiffusionModel model(String name) {
        return Objects.requireNonNull(models.get(name), name);
    }

    private static ImageProcess sampled(String name, String title, DiffusionModel model) {
        boolean flows = model.parameterization().prediction().name().equals("flow");
        return of(
                new String[] {name, title},
                model.parameterization(),
                model::denoiser,
                flows ? ReverseProcess.EULER : ReverseProcess.DDIM);
    }

    private ImageProcess heun() {
        return of(
                new String[] {VELOCITY + "-heun", "blind velocity, Heun, twice the evaluations"},
                model(VELOCITY).parameterization(),
                model(VELOCITY)::denoiser,
                new HeunFlow());
    }

    private ImageProcess descent() {
        DiffusionModel equilibrium = model(EQUILIBRIUM);
        Parameterization meaning = equilibrium.parameterization();
        return new ImageProcess(
                EQUILIBRIUM,
                "equilibrium matching, descent",
                (noise, steps, observer) ->
                        EquilibriumDescent.of(equilibrium, DESCENT / steps, MOMENTUM, steps)
                                .run(noise, SamplingOptions.seed(0), observer),
                new ImageProcess.Drive(meaning.schedule(), meaning.prediction(), Optional.empty()));
    }

    /**
     * A denoiser sampled in equal steps of time.
     *
     * @param names for files and for tables
     * @param meaning the schedule, and what drives the flow
     * @param denoiser the model
     * @param rule of a step
     */
    static ImageProcess of(
            String[] names, Parameterization meaning, Denoiser denoiser, GeneratingProcess rule) {
        NoiseSchedule schedule = meaning.schedule();
        Prediction target = meaning.prediction();
        return new ImageProcess(
                names[0],
                names[1],
                (noise, steps, observer) ->
                        sample(denoiser, schedule, rule, new Run(noise, steps, observer)),
                new ImageProcess.Drive(schedule, target, Optional.of(denoiser)));
    }

    private record Run(NDArray noise, int steps, TrajectoryObserver observer) {}

    private static NDArray sample(
            Denoiser denoiser, NoiseSchedule schedule, GeneratingProcess rule, Run run) {
        TimeGrid grid = TimeGrid.uniform(run.steps(), 1, 0);
        try (NDArray start = run.noise().mul(schedule.sigma(1))) {
            return new Sampler(denoiser, schedule, rule, grid)
                    .run(start, SamplingOptions.seed(0), run.observer());
        }
    }

    @Override
    public void close() {
        models.values().forEach(DiffusionModel::close);
    }
}
