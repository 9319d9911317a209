// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.DivergenceException;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.KnownData;
import org.scorefield.evaluation.support.alignment.Alignment;
import org.scorefield.evaluation.support.alignment.AlignmentOptions;
import org.scorefield.evaluation.support.alignment.AlignmentRun;
import org.scorefield.evaluation.support.alignment.EndVectors;
import org.scorefield.evaluation.support.alignment.LyapunovVectors;
import org.scorefield.evaluation.support.dimension.DimensionOptions;
import org.scorefield.evaluation.support.dimension.DimensionRule;
import org.scorefield.evaluation.support.dimension.DimensionRun;
import org.scorefield.evaluation.support.dimension.IntrinsicDimension;
import org.scorefield.evaluation.support.shift.Perturbation;
import org.scorefield.evaluation.support.shift.PerturbationKind;
import org.scorefield.evaluation.support.shift.ShiftOptions;
import org.scorefield.evaluation.support.shift.ShiftRun;
import org.scorefield.evaluation.support.shift.SupportShift;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.LocalPcaFrames;
import org.scorefield.evaluation.support.tangent.ReferenceResolution;
import org.scorefield.evaluation.support.tangent.RidgeFrames;
import org.scorefield.evaluation.support.tangent.TangentFrames;

/**
 * The evaluation of one checkpoint: dimension, trajectories with their variations, and findings.
 */
final class SupportRun implements AutoCloseable {
    private static final String TASK = "support";

    /** Ends of the shift, each of half the noise of the one before. */
    private static final int ENDS = 4;

    private static final double RATIO = 2;

    /** Points with a score normal bundle in many dimensions, where it takes 4 D evaluations. */
    private static final int BUNDLES = 2;

    /** Trajectories whose vectors are kept to be looked at. */
    private static final int SHOWN = 2;

    /** Noise over signal at which trajectories start and end, where the schedule has it. */
    private static final double MOST_NOISE = 1e3;

    private static final double LEAST_NOISE = 0.01;

    private final SupportOptions options;
    private final List<TangentFrames> given;
    private final NoisePredictor predictor;
    private final NoiseSchedule schedule;
    private final Watch watch;
    private final NDManager manager;
    private final KnownData data;
    private final List<String> warnings = new ArrayList<>();
    private final int vectors;
    private final SupportSufficientStatistics statistics = new SupportSufficientStatistics();
    private final List<EndVectors> kept = new ArrayList<>();

    /**
     * Who looks on.
     *
     * @param progress hears how far it is
     * @param late whether the time budget is over
     */
    record Watch(ProgressListener progress, BooleanSupplier late) {}

    SupportRun(
            SupportOptions options,
            List<TangentFrames> frames,
            NoisePredictor predictor,
            Function<NDManager, KnownData> known,
            Watch watch) {
        this.options = options;
        this.given = frames;
        this.predictor = predictor;
        this.schedule = predictor.schedule();
        this.watch = watch;
        int dimension = predictor.dimension();
        this.vectors = options.vectors(dimension);
        check(dimension);
        this.manager = predictor.newManager();
        try {
            this.data = known.apply(manager);
            if (data.density().dimension() != dimension) {
                throw new EvaluationException(
                        "reference: expected "
                                + dimension
                                + " numbers in a sample, found "
                                + data.density().dimension()
                                + "; give data of the shape that the checkpoint was trained for");
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        warnings.addAll(data.warnings());
    }

    private void check(int dimension) {
        if (dimension < 2) {
            throw new EvaluationException(
                    "checkpoint: expected samples of at least 2 numbers, found "
                            + dimension
                            + "; a support has directions along and across");
        }
        if (vectors > dimension) {
            throw new EvaluationException(
                    "vectors: expected at most the "
                            + dimension
                            + " numbers of a sample, found "
                            + vectors
                            + "; ask for fewer");
        }
        if (options.directions().isPresent() && options.directions().getAsInt() >= dimension) {
            throw new EvaluationException(
                    "directions: expected fewer than the "
                            + dimension
                            + " numbers of a sample, found "
                            + options.directions().getAsInt()
                            + "; leave a direction across the support");
        }
    }

    /** From noised data. */
    SupportFindings findings() {
        double from = time(MOST_NOISE);
        Random random = new Random(options.seed());
        NDArray clean =
                data.density().sample(options.samples(predictor.dimension()), random, manager);
        double[] noise = new double[Math.toIntExact(clean.size())];
        Arrays.setAll(noise, i -> random.nextGaussian() * schedule.sigma(from));
        NDArray start =
                clean.mul(schedule.alpha(from)).add(manager.create(noise, clean.getShape()));
        return findings(from, start);
    }

    /**
     * From given states.
     *
     * @param from their time
     * @param starts [n][D]
     */
    SupportFindings findings(double from, double[][] starts) {
        double[] flat = Arrays.stream(starts).flatMapToDouble(Arrays::stream).toArray();
        return findings(from, manager.create(flat, new Shape(starts.length, starts[0].length)));
    }

    @Override
    public void close() {
        manager.close();
    }

    private SupportFindings findings(double from, NDArray start) {
        double to = options.path().end().orElse(time(LEAST_NOISE));
        if (!(to < from && schedule.sigma(to) > 0)) {
            throw new EvaluationException(
                    "end: expected a time with noise before the start at t = "
                            + from
                            + ", found "
                            + to
                            + "; choose another end");
        }
        TimeGrid grid = TimeGrid.logSnr(schedule, options.steps(predictor.dimension()), from, to);
        StepMaps maps =
                StepMaps.of(
                        predictor.field(Quantity.DENOISER),
                        schedule,
                        options.path().process().steps(),
                        grid);
        try {
            return findings(grid, maps, start);
        } catch (DivergenceException e) {
            throw new EvaluationException(
                    "generation: expected finite states, found others at step "
                            + (e.step() + 1)
                            + " of "
                            + grid.steps()
                            + " from t = "
                            + grid.times().get(e.step())
                            + " (sigma "
                            + schedule.sigma(grid.times().get(e.step()))
                            + "); take more steps, another process or a later end, or look at the"
                            + " model's output at this level");
        }
    }

    private SupportFindings findings(TimeGrid grid, StepMaps maps, NDArray start) {
        DimensionOptions all = DimensionOptions.of(schedule, predictor.dimension(), data.spread());
        DimensionOptions how =
                predictor.dimension() > AlignmentOptions.DENSE
                        ? all.withBundles(BUNDLES, all.neighbours())
                        : all;
        statistics.merge(
                new DimensionRun(predictor, how, watch.progress())
                        .run(data.heldOut(), sampling(0)));
        List<TangentFrames> frames = frames();
        AlignmentRun run =
                AlignmentRun.of(
                                predictor,
                                maps,
                                AlignmentOptions.of(vectors, predictor.dimension()))
                        .withCondition(frames.get(0));
        DimensionRule rule =
                new DimensionRule(predictor.dimension(), maps.length(), options.directions());
        Optional<Chosen> chosen = Optional.empty();
        int total = Math.toIntExact(start.getShape().get(0));
        int done = 0;
        while (done < total && !(done > 0 && watch.late().getAsBoolean())) {
            if (Thread.interrupted()) {
                throw new CancellationException(
                        "interrupted after " + done + " of " + total + " trajectories");
            }
            watch.progress().progress(TASK, done, total);
            int next = Math.min(total, done + options.together());
            try (NDManager step = manager.newSubManager()) {
                NDArray batch = start.get(step, new NDIndex("{}:{}", done, next));
                LyapunovVectors found = run.vectors(batch, sampling(done));
                if (chosen.isEmpty()) {
                    // The first batch's exponents take part in the choice of d, once for all.
                    SupportSufficientStatistics first = new SupportSufficientStatistics();
                    first.merge(statistics);
                    exponents(found, first);
                    chosen = Optional.of(choice(rule.of(first, how), grid, frames));
                }
                Alignment alignment = run.align(found, frames, chosen.get().directions());
                statistics.merge(alignment.statistics());
                alignment.notes().forEach(this::warn);
                kept.addAll(found.ends(Math.max(0, SHOWN - kept.size())));
                statistics.merge(chosen.get().shift().run(batch, sampling(done)));
            }
            done = next;
        }
        watch.progress().progress(TASK, total, total);
        if (done < total) {
            warn(
                    String.format(
                            "Partial: the time budget ended after %d of %d trajectories.",
                            done, total));
        }
        Trajectory trajectory =
                new Trajectory(
                        options.path().process().title(),
                        grid.steps(),
                        NoiseLevel.of(schedule, grid.from()),
                        NoiseLevel.of(schedule, grid.to()),
                        done,
                        done == total);
        IntrinsicDimension dimension =
                new IntrinsicDimension(
                        rule.of(statistics, how).estimates(),
                        chosen.orElseThrow().directions(),
                        chosen.orElseThrow().reason());
        return summary(trajectory, dimension, chosen.orElseThrow().shift(), frames, grid);
    }

    /** d, why, and the shifts that it takes. */
    private record Chosen(int directions, String reason, ShiftRun shift) {}

    private Chosen choice(IntrinsicDimension found, TimeGrid grid, List<TangentFrames> frames) {
        int d = Math.min(found.chosen(), Math.min(vectors, predictor.dimension() - 1));
        String reason = found.reason();
        if (d < found.chosen()) {
            reason += " Alignment takes d = " + d + ", the vectors that were asked for.";
            warn(
                    "The support has d = "
                            + found.chosen()
                            + " by estimate and "
                            + d
                            + " vectors are carried: alignment and shifts are measured against the"
                            + " leading "
                            + d
                            + " directions, and what they leave counts as normal.");
        }
        List<Perturbation> perturbations =
                List.of(
                        Perturbation.own(data.density()),
                        Perturbation.random(PerturbationKind.SCORE),
                        Perturbation.random(PerturbationKind.VELOCITY),
                        Perturbation.random(PerturbationKind.DENOISER));
        ShiftOptions shifts =
                new ShiftOptions(
                        frames.subList(0, 1),
                        d,
                        ShiftOptions.ends(schedule, grid, ENDS, RATIO),
                        perturbations);
        return new Chosen(
                d, reason, new ShiftRun(predictor, options.path().process().steps(), grid, shifts));
    }

    private static void exponents(LyapunovVectors found, SupportSufficientStatistics into) {
        double[][] rows = found.exponents();
        for (int i = 0; i < rows[0].length; i++) {
            int index = i;
            into.add(
                    SupportQuantity.EXPONENT,
                    "",
                    i,
                    Arrays.stream(rows).mapToDouble(row -> row[index]).toArray());
        }
    }

    private SupportFindings summary(
            Trajectory trajectory,
            IntrinsicDimension dimension,
            ShiftRun shift,
            List<TangentFrames> frames,
            TimeGrid grid) {
        SupportSummary summary = new SupportSummary(statistics);
        List<SupportShift> shifts = shift.shifts(statistics);
        return new SupportFindings(
                trajectory,
                dimension,
                statistics.bands(SupportQuantity.EXPONENT, ""),
                summary.gap(dimension.chosen()),
                statistics.bands(SupportQuantity.SCORE_ALIGNMENT, ""),
                frames.stream().map(frame -> summary.alignment(frame.name())).toList(),
                summary.condition(schedule, grid),
                shifts,
                kept,
                SupportVerdict.of(shifts, evidence(trajectory, frames.get(0), shift)),
                warnings);
    }

    /** How fine the reference is at the last end says how far the own error can be believed. */
    private SupportVerdict.Evidence evidence(
            Trajectory trajectory, TangentFrames frame, ShiftRun shift) {
        int d = shift.options().directions();
        double coarseness =
                new ReferenceResolution(data.density(), frame, d)
                        .coarseness(data.heldOut(), trajectory.end(), options.seed());
        return new SupportVerdict.Evidence(
                predictor.dimension(), d, trajectory.samples(), coarseness);
    }

    /** Those that are given, then neighbouring data and the ridge of their density. */
    private List<TangentFrames> frames() {
        List<TangentFrames> frames = new ArrayList<>(given);
        frames.add(LocalPcaFrames.of(data.points()));
        frames.add(new RidgeFrames(data.density()));
        return frames;
    }

    private void warn(String sentence) {
        if (!warnings.contains(sentence)) {
            warnings.add(sentence);
        }
    }

    private SamplingOptions sampling(int first) {
        return new SamplingOptions(options.seed(), first, options.batchSize());
    }

    /** The time of a noise over signal, or of the nearest that the schedule has. */
    private double time(double level) {
        double least = schedule.sigma(0) > 0 ? schedule.sigmaOverAlpha(0) : 0;
        double most = schedule.alpha(1) > 0 ? schedule.sigmaOverAlpha(1) : Double.MAX_VALUE;
        return schedule.time(Math.min(Math.max(level, least), most));
    }
}
