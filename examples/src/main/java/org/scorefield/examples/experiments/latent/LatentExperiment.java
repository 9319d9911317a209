// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.ReverseProcess;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.process.TrajectoryObserver;
import org.scorefield.djl.process.TrajectoryPoint;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.ridge.DirectionChoice;
import org.scorefield.evaluation.ridge.geometry.ProjectionOptions;
import org.scorefield.evaluation.ridge.geometry.ReferenceLevel;
import org.scorefield.evaluation.ridge.geometry.Ridge;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;
import org.scorefield.evaluation.ridge.trajectory.RidgeOptions;
import org.scorefield.evaluation.ridge.trajectory.RidgeRecorder;
import org.scorefield.evaluation.ridge.trajectory.RidgeWatch;
import org.scorefield.zoo.LatentDecoder;

/**
 * Follows generated latents, and held-out latents with noise of the same levels, to the ridge of
 * the training latents.
 *
 * @param model of latents
 * @param decoder of the same latents
 * @param training latents that it was trained on
 * @param heldOut latents that it was not trained on
 */
record LatentExperiment(
        DiffusionModel model, LatentDecoder decoder, float[][] training, float[][] heldOut) {

    /** Samples within this share of the usual distance between latents are memorised. */
    private static final double MEMORISED = 1.0 / 3;

    /** On the ridge is rho at most this. */
    private static final double KAPPA = 2;

    /**
     * Short, since it takes most of the time; where it does not arrive rho is of Newton's distance.
     */
    private static final ProjectionOptions PROJECTION =
            ProjectionOptions.NEWTON.withTolerance(1e-4).withLimit(6);

    private static final double[] CHOICE_TIMES = {0.9, 0.75, 0.5, 0.4, 0.25, 0};

    LatentResult run(LatentOptions options, TrajectoryObserver progress) {
        NoiseSchedule schedule = model.parameterization().schedule();
        try (NDManager manager = model.newManager()) {
            Empirical cloud =
                    Empirical.of(doubles(Arrays.copyOf(training, options.points())), manager);
            NDArray held = manager.create(doubles(Arrays.copyOf(heldOut, options.samples())));
            RidgeWatch watch = watch(cloud, held, options);
            TimeGrid grid = TimeGrid.uniform(options.steps(), 1, 0);
            RidgeRecorder recorder = watch.recorder(model::denoiser, schedule);
            Sampler sampler =
                    new Sampler(model::denoiser, schedule, ReverseProcess.EULER_MARUYAMA, grid);
            NDArray zeros = manager.zeros(held.getShape(), DataType.FLOAT32);
            NDArray end =
                    sampler.run(
                            new NoisePath(options.seed()).start(zeros, 0).mul(schedule.sigma(1)),
                            SamplingOptions.seed(options.seed()).withBatchSize(options.samples()),
                            point -> {
                                recorder.observe(point);
                                progress.observe(point);
                            });
            RidgeLedger noised = noised(watch, held, grid, options, progress);
            return new LatentResult(
                    options,
                    cloud.dimension(),
                    List.of(
                            new LatentResult.Way(
                                    "generated", RidgePlace.SAMPLES, recorder.ledger()),
                            new LatentResult.Way("held-out", RidgePlace.HELD_OUT, noised)),
                    choices(cloud, held, options),
                    decoded(end.div(schedule.alpha(0))));
        }
    }

    private static RidgeWatch watch(Empirical cloud, NDArray held, LatentOptions options) {
        double[] apart = cloud.nearestDistances(held, 1);
        Arrays.sort(apart);
        double radius = MEMORISED * apart[apart.length / 2];
        return RidgeWatch.of(
                cloud,
                RidgeOptions.of(options.directions(), radius)
                        .withWatch(new RidgeOptions.Watch(KAPPA, options.every(), Ridge.SEPARATION))
                        .withProjection(PROJECTION));
    }

    /** Held-out latents with one noise, the same at all levels, as a sampler would pass by. */
    private RidgeLedger noised(
            RidgeWatch watch,
            NDArray held,
            TimeGrid grid,
            LatentOptions options,
            TrajectoryObserver progress) {
        NoiseSchedule schedule = model.parameterization().schedule();
        RidgeRecorder recorder = watch.recorder(model::denoiser, schedule);
        NDArray noise = new NoisePath(options.seed() + 1).start(held, 0);
        for (int step = 0; step <= grid.steps(); step++) {
            if (step % options.every() == 0 || step == grid.steps()) {
                try (NDManager inner = held.getManager().newSubManager()) {
                    double t = grid.times().get(step);
                    NDArray x = held.mul(schedule.alpha(t)).add(noise.mul(schedule.sigma(t)));
                    NDArray single = x.toType(DataType.FLOAT32, false);
                    x.attach(inner);
                    single.attach(inner);
                    TrajectoryPoint point = new TrajectoryPoint(step, grid.steps(), t, 0, single);
                    recorder.observe(point);
                    progress.observe(point);
                }
            }
        }
        return recorder.ledger();
    }

    private List<LatentResult.LevelChoice> choices(
            Empirical cloud, NDArray held, LatentOptions options) {
        NoiseSchedule schedule = model.parameterization().schedule();
        NDArray noise = new NoisePath(options.seed() + 1).start(held, 0);
        List<LatentResult.LevelChoice> choices = new ArrayList<>();
        for (double t : CHOICE_TIMES) {
            try (NDManager inner = held.getManager().newSubManager()) {
                NDArray x = held.mul(schedule.alpha(t)).add(noise.mul(schedule.sigma(t)));
                x.attach(inner);
                DirectionChoice choice =
                        DirectionChoice.of(
                                new ReferenceLevel(cloud, schedule.alpha(t), schedule.sigma(t)),
                                x,
                                cloud.dimension() - 1);
                choices.add(
                        new LatentResult.LevelChoice(
                                LatentResult.tau(schedule.alpha(t)),
                                choice.directions(),
                                choice.agreement().share()));
            }
        }
        return choices;
    }

    private List<LatentResult.Decoded> decoded(NDArray latents) {
        NDManager manager = latents.getManager();
        float[] flat = latents.toFloatArray();
        int width = training[0].length;
        float[] near = new float[flat.length];
        for (int i = 0; i < flat.length / width; i++) {
            float[] one = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
            System.arraycopy(nearest(one), 0, near, i * width, width);
        }
        float[][] images = rows(decoder.decode(latents));
        float[][] neighbours = rows(decoder.decode(manager.create(near, latents.getShape())));
        List<LatentResult.Decoded> decoded = new ArrayList<>();
        for (int i = 0; i < images.length; i++) {
            decoded.add(new LatentResult.Decoded(images[i], neighbours[i]));
        }
        return decoded;
    }

    private float[] nearest(float[] latent) {
        float[] best = training[0];
        double least = Double.POSITIVE_INFINITY;
        for (float[] other : training) {
            double squared = 0;
            for (int k = 0; k < latent.length; k++) {
                squared += (double) (latent[k] - other[k]) * (latent[k] - other[k]);
            }
            if (squared < least) {
                least = squared;
                best = other;
            }
        }
        return best;
    }

    private static float[][] rows(NDArray array) {
        float[] flat = array.toFloatArray();
        float[][] rows = new float[Math.toIntExact(array.getShape().get(0))][];
        int width = flat.length / rows.length;
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    private static double[][] doubles(float[][] rows) {
        double[][] doubles = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[i].length; k++) {
                doubles[i][k] = rows[i][k];
            }
        }
        return doubles;
    }
}
