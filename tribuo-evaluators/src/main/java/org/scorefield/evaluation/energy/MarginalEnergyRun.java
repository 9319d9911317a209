// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.findings.EnergySlice;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.PosteriorCurve;
import org.scorefield.evaluation.energy.findings.SlopeCurve;
import org.scorefield.evaluation.energy.findings.Stability;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;
import org.scorefield.evaluation.energy.statistics.EnergySufficientStatistics;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.reference.density.Empirical;
import org.scorefield.evaluation.reference.density.KnownData;

/** The evaluation of one checkpoint: states and what is measured there, runs, and findings. */
final class MarginalEnergyRun implements AutoCloseable {
    private static final String TASK = "marginal energy";

    private final MarginalEnergyOptions options;
    private final NoisePredictor predictor;
    private final NoiseSchedule schedule;
    private final ProgressListener progress;
    private final NDManager manager;
    private final KnownData data;
    private final MarginalEnergy energy;
    private final StateMeasures measures;
    private final BlindRuns runs;
    private final Landscape landscape;
    private final TimeGrid grid;
    private final EnergySufficientStatistics statistics = new EnergySufficientStatistics();
    private final List<PosteriorCurve> posteriors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long done;

    MarginalEnergyRun(
            MarginalEnergyOptions options,
            NoisePredictor predictor,
            Function<NDManager, KnownData> known,
            ProgressListener progress) {
        this.options = options;
        this.predictor = predictor;
        this.schedule = predictor.schedule();
        this.progress = progress;
        this.grid = NoiseTimes.grid(schedule, options.prior(), options.steps());
        this.manager = predictor.newManager();
        this.data = known(known);
        if (data.density().dimension() != predictor.dimension()) {
            manager.close();
            throw new EvaluationException(
                    "reference: expected "
                            + predictor.dimension()
                            + " numbers in a sample, found "
                            + data.density().dimension()
                            + "; give data of the shape that the checkpoint was trained for");
        }
        this.energy = MarginalEnergy.of(data.density(), schedule, options.prior());
        NetworkField network = new NetworkField(predictor, options.batchSize());
        this.measures = new StateMeasures(energy, network, new NearestPoints(data.points()));
        this.runs = new BlindRuns(energy, network, data, grid);
        this.landscape = new Landscape(energy, data);
        this.warnings.addAll(data.warnings());
    }

    private KnownData known(Function<NDManager, KnownData> known) {
        try {
            return known.apply(manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Findings at given states alone, without generation.
     *
     * @param states time to states {@code [n][D]}
     */
    EnergyFindings findings(Map<Double, List<double[]>> states) {
        double last = states.keySet().stream().mapToDouble(t -> t).max().orElse(Double.NaN);
        for (Map.Entry<Double, List<double[]>> level : states.entrySet()) {
            try (NDManager step = manager.newSubManager()) {
                double[] flat =
                        level.getValue().stream().flatMapToDouble(DoubleStream::of).toArray();
                Shape shape = new Shape(level.getValue().size(), predictor.dimension());
                NDArray u = step.create(flat, shape);
                double t = level.getKey();
                if (schedule.sigma(t) > 0) {
                    measure(Place.NOISED, t, u);
                } else {
                    // Without noise there is no level to be told: such examples are data.
                    measure(Place.DATA, Double.NaN, u);
                }
                boolean within = t >= options.prior().tMin() && t <= options.prior().tMax();
                if (!within) {
                    warnings.add(
                            String.format(
                                    Locale.ROOT,
                                    "%d examples are at t = %s, outside the prior's [%s, %s]: p(t |"
                                            + " u) cannot find their level.",
                                    level.getValue().size(),
                                    t,
                                    options.prior().tMin(),
                                    options.prior().tMax()));
                }
                if (t == last && measures.decomposed() && schedule.sigma(t) > 0) {
                    growth(u);
                }
            }
        }
        warn();
        Stability undecided =
                new Stability(
                        Stability.Verdict.UNDECIDED,
                        "Whether "
                                + predictor.prediction().name()
                                + " survives without the noise level is undecided: examples alone"
                                + " do not generate; evaluate against reference data.");
        return findings(List.of(), undecided);
    }

    private EnergyFindings findings(List<BlindRun> blind, Stability stability) {
        Optional<SlopeCurve> slopes = landscape.slopes(options.seed());
        Optional<EnergySlice> slice = landscape.slice();
        progress.progress(TASK, total(), total());
        return new EnergyFindings(
                predictor.prediction().name(),
                predictor.blind(),
                options.prior().tMin(),
                options.prior().tMax(),
                gains(),
                blind,
                posteriors,
                slopes,
                slice,
                stability,
                warnings);
    }

    /** All states, in one set of statistics. */
    EnergySufficientStatistics statistics() {
        return statistics;
    }

    EnergyFindings findings() {
        tick();
        data();
        noised();
        List<BlindRun> blind = generate();
        double outside = EnergyWarnings.outside(statistics.states());
        warn();
        Stability stability =
                StabilityVerdict.of(
                        new StabilityVerdict.Grounds(
                                gains().get(0),
                                predictor.blind(),
                                blind,
                                options.runs(),
                                heldOut(),
                                outside));
        return findings(blind, stability);
    }

    private void warn() {
        if (!measures.decomposed()) {
            warnings.add(
                    "The prior reaches t_max = "
                            + options.prior().tMax()
                            + ", where alpha = 0 and lambda bar and c bar are infinite: the parts"
                            + " are left out; end the prior below.");
        }
        double left =
                data.density() instanceof Empirical
                        ? schedule.sigma(options.prior().tMin())
                        : Double.NaN;
        EnergyWarnings.of(statistics.states(), options.prior(), left, warnings);
    }

    private List<GainCurve> gains() {
        List<Prediction> predictions = Parameterisations.beside(predictor.prediction(), schedule);
        return GainCurves.of(predictions, schedule, options.prior());
    }

    private Band heldOut() {
        return Band.of(
                statistics.states().stream()
                        .filter(state -> state.place() == Place.DATA)
                        .mapToDouble(
                                state -> state.get(MarginalEnergyMetrics.NEAREST) / data.spread())
                        .toArray());
    }

    private void data() {
        try (NDManager step = manager.newSubManager()) {
            long n = Math.min(options.states(), data.heldOut().getShape().get(0));
            measure(Place.DATA, Double.NaN, data.heldOut().get(step, new NDIndex("0:" + n)));
        }
    }

    private void noised() {
        List<Double> times = NoiseTimes.levels(schedule, options.prior(), options.levels());
        for (int i = 0; i < times.size(); i++) {
            try (NDManager step = manager.newSubManager()) {
                NDArray u = noised(times.get(i), options.states(), i, step);
                measure(Place.NOISED, times.get(i), u);
                if (i == times.size() - 1 && measures.decomposed()) {
                    growth(u);
                }
            }
        }
    }

    /** Points of the density, noised. */
    private NDArray noised(double t, int count, int number, NDManager owner) {
        Random random = new Random(31 * options.seed() + number);
        NDArray x = data.density().sample(count, random, owner);
        NDArray noise =
                new NoisePath(31 * options.seed() + number).step(x, 0, options.steps() + number);
        return x.mul(schedule.alpha(t)).add(noise.mul(schedule.sigma(t)));
    }

    private void measure(Place place, double t, NDArray u) {
        statistics.add(measures.measure(place, t, u));
        posteriors.add(landscape.posterior(place, t, u));
        tick();
    }

    /** Own generation, and blind runs: the own optimal one first, then others, then the trained. */
    private List<BlindRun> generate() {
        int count = Math.max(options.states(), options.runs());
        NDArray start = noised(grid.from(), count, -1, manager);
        NDArray few = start.get(new NDIndex("0:" + options.runs()));
        List<Recorded> recorded = new ArrayList<>();
        Generation.Ends own = runs.own(start, recorder(recorded));
        measureOwn(own, recorded);
        Generation.Ends told = runs.told(few, ticking());
        List<BlindRun> blind = new ArrayList<>();
        for (Prediction prediction : Parameterisations.beside(predictor.prediction(), schedule)) {
            Generation.Ends ends = runs.optimal(few, prediction, ticking());
            blind.add(runs.compare(prediction, BlindRun.Field.OPTIMAL, ends, told));
        }
        Prediction prediction = predictor.prediction();
        blind.add(
                predictor.blind()
                        ? runs.compare(prediction, BlindRun.Field.TRAINED, first(own), told)
                        : runs.compare(
                                prediction,
                                BlindRun.Field.TRAINED,
                                runs.averaged(few, ticking()),
                                first(own)));
        return blind;
    }

    private Generation.Ends first(Generation.Ends all) {
        NDArray x = all.x().get(new NDIndex("0:" + options.runs()));
        return new Generation.Ends(x, java.util.Arrays.copyOf(all.alive(), options.runs()));
    }

    private record Recorded(double t, NDArray u) {}

    private Generation.Watch recorder(List<Recorded> recorded) {
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < options.levels(); i++) {
            wanted.add((int) Math.round((i + 0.5) / options.levels() * options.steps()));
        }
        return (step, t, u, alive) -> {
            if (wanted.contains(step) && step < options.steps() && living(alive) > 0) {
                NDArray copy = BlindRuns.living(u, alive);
                copy.attach(manager);
                recorded.add(new Recorded(t, copy));
            }
            tick();
        };
    }

    private void measureOwn(Generation.Ends own, List<Recorded> recorded) {
        for (Recorded at : recorded) {
            measure(Place.TRAJECTORY, at.t(), first(at.u()));
            at.u().close();
        }
        if (own.diverged() > 0) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%d of %d states of the checkpoint's own generation left the finite"
                                    + " numbers; they are in no level.",
                            own.diverged(),
                            own.alive().length));
        }
        if (own.diverged() < own.alive().length) {
            boolean descent =
                    predictor.blind()
                            && Parameterisations.equilibrium(predictor.prediction(), schedule);
            NDArray ends = BlindRuns.living(own.x(), own.alive());
            measure(Place.SAMPLE, descent ? Double.NaN : grid.to(), first(ends));
        }
    }

    private NDArray first(NDArray u) {
        long n = Math.min(options.states(), u.getShape().get(0));
        return u.get(new NDIndex("0:" + n));
    }

    private static int living(boolean[] alive) {
        int count = 0;
        for (boolean lives : alive) {
            count += lives ? 1 : 0;
        }
        return count;
    }

    /** Whether lambda bar still grows as the prior's end nears 1. */
    private void growth(NDArray u) {
        TimePrior prior = options.prior();
        double tMax = (1 + prior.tMax()) / 2;
        if (!(schedule.alpha(tMax) > 0) || prior.tMax() >= 1) {
            return;
        }
        TimePrior longer =
                TimePrior.of(
                        prior.tMin(),
                        tMax,
                        t -> prior.density().applyAsDouble(Math.min(t, prior.tMax())));
        NDArray few = u.get(new NDIndex("0:" + Math.min(8, u.getShape().get(0))));
        double here = lambda(energy, few);
        double there = lambda(MarginalEnergy.of(data.density(), schedule, longer), few);
        if (there > 1.2 * here) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "lambda bar and c bar depend on where the prior ends: |lambda bar| of"
                                    + " the noisiest states is %.3g with t_max = %s and %.3g with"
                                    + " t_max = %s; the optimal field stays finite.",
                            here,
                            prior.tMax(),
                            there,
                            tMax));
        }
    }

    private double lambda(MarginalEnergy of, NDArray u) {
        return DoubleStream.of(of.at(u).parts(predictor.prediction()).lambdaBar())
                .map(Math::abs)
                .average()
                .orElse(0);
    }

    private Generation.Watch ticking() {
        return (step, t, u, alive) -> tick();
    }

    private void tick() {
        if (Thread.interrupted()) {
            throw new CancellationException("interrupted in the marginal energy's evaluation");
        }
        progress.progress(TASK, Math.min(done++, total() - 1), total());
    }

    private long total() {
        int predictions = Parameterisations.beside(predictor.prediction(), schedule).size();
        long flows = 2L + predictions + (predictor.blind() ? 0 : 1);
        return 4 + 2L * options.levels() + flows * options.steps();
    }

    @Override
    public void close() {
        manager.close();
    }
}
