// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.DivergenceException;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TrajectoryPoint;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.ridge.geometry.ProjectionOptions;
import org.scorefield.evaluation.ridge.geometry.ReferenceLevel;
import org.scorefield.evaluation.ridge.geometry.Ridge;
import org.scorefield.evaluation.ridge.statistics.PhaseTimes;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.statistics.RidgeSufficientStatistics;
import org.scorefield.evaluation.ridge.statistics.RidgeTrack;
import org.scorefield.evaluation.ridge.statistics.VerdictRule;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;
import org.scorefield.evaluation.ridge.trajectory.RidgeOptions;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.RidgeRecorder;
import org.scorefield.evaluation.ridge.trajectory.RidgeWatch;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/** The evaluation of one checkpoint: d and radius, held-out data, samples, and findings. */
final class RidgeRun implements AutoCloseable {
    private static final String TASK = "ridge";

    /** Projections end this near the ridge, in sigma: far below kappa sigma sqrt(D - d). */
    private static final ProjectionOptions PROJECTION =
            ProjectionOptions.MEAN_SHIFT.withTolerance(1e-2).withLimit(40);

    /** States that vote for d at each level, at most. */
    private static final int VOTERS = 16;

    /** Samples of each verdict that are kept to look at. */
    private static final int EXAMPLES = 5;

    private final RidgeEvaluatorOptions options;
    private final NoisePredictor predictor;
    private final NoiseSchedule schedule;
    private final ProgressListener progress;
    private final NDManager manager;
    private final RidgeData data;
    private final RidgePath path;
    private final List<NoiseLevel> levels;
    private final List<String> warnings = new ArrayList<>();
    private long done;

    RidgeRun(
            RidgeEvaluatorOptions options,
            NoisePredictor predictor,
            Function<NDManager, RidgeData> source,
            ProgressListener progress) {
        this.options = options;
        this.predictor = predictor;
        this.schedule = predictor.schedule();
        this.progress = progress;
        this.manager = predictor.newManager();
        try {
            this.data = source.apply(manager);
            RidgeRules.dimensions(predictor.dimension(), data.known().density().dimension());
            this.path = RidgePath.of(schedule, options, data.known().spread());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        this.levels = path.levels(schedule);
        this.warnings.addAll(data.known().warnings());
    }

    /** What was measured: tracks, and what follows from them. */
    record Result(RidgeSufficientStatistics statistics, RidgeFindings findings) {}

    /** Follows samples and held-out data. */
    Result run() {
        tick();
        List<DirectionVote> votes = votes();
        int d = directions(votes);
        MemoryRadius memory = radius(end());
        RidgeOptions watching = watching(d, memory);
        RidgeSufficientStatistics statistics = new RidgeSufficientStatistics(d);
        if (data.heldOut()) {
            statistics.add(heldOut(watching));
        }
        Generated generated = generate(watching);
        statistics.add(generated.tracks);
        double least = RidgeRules.readable(statistics, options.geometry().kappa(), warnings);
        VerdictRule rule = new VerdictRule(memory.radius(), options.geometry().kappa(), least);
        RidgeRules.warn(memory, rule, data.known().spread(), warnings);
        progress.progress(TASK, total(), total());
        return new Result(
                statistics, findings(votes, memory, rule, statistics, examples(generated, rule)));
    }

    /**
     * Looks at given states alone, without generation.
     *
     * @param states time to states {@code [n][D]}
     */
    Result look(Map<Double, List<double[]>> states) {
        List<NoiseLevel> given = new ArrayList<>();
        List<NDArray> arrays = new ArrayList<>();
        for (Map.Entry<Double, List<double[]>> level : states.entrySet()) {
            double t = level.getKey();
            if (!(schedule.alpha(t) > 0 && schedule.sigma(t) > 0)) {
                warnings.add(
                        level.getValue().size()
                                + " examples at t = "
                                + t
                                + " are left out: there is a ridge only where both signal and"
                                + " noise are.");
                continue;
            }
            double[] flat = level.getValue().stream().flatMapToDouble(DoubleStream::of).toArray();
            given.add(NoiseLevel.of(schedule, t));
            arrays.add(
                    manager.create(
                            flat, new Shape(level.getValue().size(), predictor.dimension())));
        }
        if (given.isEmpty()) {
            throw new EvaluationException(
                    "predictions: expected examples with noise, found none; noise the data to"
                            + " times between 0 and 1");
        }
        List<DirectionVote> votes = votes(given, arrays);
        int d = directions(votes);
        MemoryRadius memory = radius(given.get(0));
        RidgeSufficientStatistics statistics = new RidgeSufficientStatistics(d);
        for (int i = 0; i < arrays.size(); i++) {
            statistics.add(
                    at(given.get(i), arrays.get(i), watching(d, memory), RidgePlace.EXAMPLES));
        }
        VerdictRule rule = new VerdictRule(memory.radius(), options.geometry().kappa(), 0);
        return new Result(statistics, findings(votes, memory, rule, statistics, List.of()));
    }

    private RidgeFindings findings(
            List<DirectionVote> votes,
            MemoryRadius memory,
            VerdictRule rule,
            RidgeSufficientStatistics statistics,
            List<RidgeExample> examples) {
        List<RidgeTrack> samples = statistics.tracks(RidgePlace.SAMPLES);
        VerdictShares shares = rule.shares(samples);
        VerdictShares control = rule.shares(statistics.tracks(RidgePlace.HELD_OUT));
        return new RidgeFindings(
                statistics.directions(),
                votes,
                memory,
                rule,
                data.known().spread(),
                shares,
                control,
                PhaseTimes.of(samples, rule),
                examples,
                data.training().count(),
                options.way().process().label(),
                new RidgeSentence(statistics.directions(), rule, data.known().spread(), data.near())
                        .of(shares, control),
                warnings);
    }

    private NoiseLevel end() {
        return levels.get(levels.size() - 1);
    }

    private RidgeOptions watching(int d, MemoryRadius memory) {
        return RidgeOptions.of(d, memory.radius())
                .withProjection(PROJECTION)
                .withWatch(new RidgeOptions.Watch(options.geometry().kappa(), 1, Ridge.SEPARATION));
    }

    private List<DirectionVote> votes() {
        if (options.geometry().directions().isPresent()) {
            return List.of();
        }
        List<NDArray> states = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            states.add(noised(levels.get(i), VOTERS, manager));
        }
        List<DirectionVote> votes = votes(levels, states);
        states.forEach(NDArray::close);
        return votes;
    }

    private List<DirectionVote> votes(List<NoiseLevel> at, List<NDArray> states) {
        if (options.geometry().directions().isPresent()) {
            return List.of();
        }
        int largest = RidgeRules.largest(data.known().density(), options.geometry().largest());
        List<DirectionVote> votes = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            try (NDManager step = manager.newSubManager()) {
                NDArray few =
                        states.get(i).get(step, new NDIndex("0:" + few(states.get(i), VOTERS)));
                votes.add(DirectionVote.of(at.get(i), level(at.get(i)), few, largest));
            }
            tick();
        }
        return votes;
    }

    private int directions(List<DirectionVote> votes) {
        int d =
                options.geometry()
                        .directions()
                        .orElseGet(() -> DirectionVote.clearest(votes).choice().directions());
        RidgeRules.ridge(level(levels.get(0)), d);
        RidgeRules.unclear(votes, warnings);
        return d;
    }

    private MemoryRadius radius(NoiseLevel end) {
        MemoryRadius.Setting setting =
                new MemoryRadius.Setting(
                        data.training(), data.known().points(), end, options.seed());
        if (options.geometry().radius().isPresent()) {
            return MemoryRadius.given(options.geometry().radius().getAsDouble(), setting);
        }
        if (!data.heldOut()) {
            return MemoryRadius.spacing(setting);
        }
        try (NDManager step = manager.newSubManager()) {
            NDArray noised = noised(end, Integer.MAX_VALUE, step);
            RidgeRules.few(noised.getShape().get(0), warnings);
            return MemoryRadius.heldOut(noised, setting);
        }
    }

    private ReferenceLevel level(NoiseLevel level) {
        return new ReferenceLevel(data.known().density(), level.alpha(), level.sigma());
    }

    private static long few(NDArray states, int atMost) {
        return Math.min(atMost, states.getShape().get(0));
    }

    /** Held-out data, or points where there are none, noised: the same noise at each level. */
    private NDArray noised(NoiseLevel level, int atMost, NDManager owner) {
        try (NDManager step = manager.newSubManager()) {
            NDArray all = data.known().heldOut();
            NDArray x =
                    all.get(
                            step,
                            new NDIndex(
                                    "0:" + few(all, Math.min(atMost, options.way().heldOut()))));
            NDArray noise = new NoisePath(31 * options.seed() + 7).start(x, 0);
            NDArray noised = x.mul(level.alpha()).add(noise.mul(level.sigma()));
            noised.attach(owner);
            return noised;
        }
    }

    private List<RidgeTrack> heldOut(RidgeOptions watching) {
        List<List<RidgeEntry>> rows = new ArrayList<>();
        for (NoiseLevel level : levels) {
            try (NDManager step = manager.newSubManager()) {
                NDArray x = noised(level, Integer.MAX_VALUE, step);
                rows.add(ledger(level, x, watching).entries().get(0));
            }
            tick();
        }
        return RidgeTrack.of(RidgePlace.HELD_OUT, new RidgeLedger(watching, levels, rows));
    }

    private List<RidgeTrack> at(
            NoiseLevel level, NDArray x, RidgeOptions watching, RidgePlace place) {
        return RidgeTrack.of(place, ledger(level, x, watching));
    }

    /** A ledger of one level. */
    private RidgeLedger ledger(NoiseLevel level, NDArray x, RidgeOptions watching) {
        RidgeRecorder recorder = watch(watching).recorder(this::denoise, schedule);
        recorder.observe(new TrajectoryPoint(0, 0, level.t(), 0, x));
        return recorder.ledger();
    }

    private RidgeWatch watch(RidgeOptions watching) {
        return new RidgeWatch(data.known().density(), data.training(), watching);
    }

    /** Samples as they ended, and their tracks. */
    private record Generated(List<RidgeTrack> tracks, double[][] ends) {}

    private Generated generate(RidgeOptions watching) {
        RidgeRecorder recorder = watch(watching).recorder(this::denoise, schedule);
        Sampler sampler =
                new Sampler(
                        this::denoise, schedule, options.way().process().process(), path.grid());
        SamplingOptions sampling = new SamplingOptions(options.seed(), 0, options.batchSize());
        try (NDManager step = manager.newSubManager()) {
            Shape shape = new Shape(options.way().samples(), predictor.dimension());
            NDArray start =
                    new NoisePath(options.seed())
                            .start(step.zeros(shape, DataType.FLOAT64), 0)
                            .mul(schedule.sigma(path.grid().from()));
            NDArray ends =
                    sampler.run(
                            start,
                            sampling,
                            point -> {
                                if (path.entries().contains(point.step())) {
                                    recorder.observe(point);
                                }
                                tick();
                            });
            double[][] rows = Nearest.rows(ends.div(end().alpha()));
            return new Generated(RidgeTrack.of(RidgePlace.SAMPLES, recorder.ledger()), rows);
        } catch (DivergenceException e) {
            throw new EvaluationException("samples: " + e.getMessage());
        }
    }

    /** The network's denoiser; refuses numbers that are not finite. */
    private NDArray denoise(NDArray x, double t) {
        NDArray denoised = Denoiser.ofEpsilon(schedule, predictor::epsilon).denoise(x, t);
        double sum = denoised.mul(0).sum().getDouble();
        if (Double.isNaN(sum)) {
            throw new EvaluationException(
                    "network: expected finite numbers, found others at t = "
                            + t
                            + "; check the checkpoint, its card and the data's range");
        }
        return denoised;
    }

    private List<RidgeExample> examples(Generated generated, VerdictRule rule) {
        double[][] points = Nearest.rows(data.known().points());
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        List<RidgeExample> examples = new ArrayList<>();
        for (int i = 0; i < generated.ends.length; i++) {
            RidgeTrack track = generated.tracks.get(i);
            Verdict verdict = rule.verdict(track);
            if (counts.merge(verdict, 1, Integer::sum) > EXAMPLES) {
                continue;
            }
            List<RidgeEntry> read = track.downTo(rule.least());
            examples.add(
                    new RidgeExample(
                            verdict,
                            generated.ends[i],
                            points[Nearest.index(generated.ends[i], points)],
                            track.end().get(RidgeQuantity.NEAREST) / end().alpha(),
                            read.get(read.size() - 1).get(RidgeQuantity.RHO)));
        }
        return examples;
    }

    private void tick() {
        if (Thread.interrupted()) {
            throw new CancellationException("interrupted in the ridge's evaluation");
        }
        progress.progress(TASK, Math.min(done++, total() - 1), total());
    }

    private long total() {
        int batches = (options.way().samples() - 1) / options.batchSize() + 1;
        return 2 + 2L * levels.size() + (long) batches * (path.grid().steps() + 1);
    }

    @Override
    public void close() {
        manager.close();
    }
}
