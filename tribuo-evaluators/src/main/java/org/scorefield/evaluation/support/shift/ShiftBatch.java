// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.TangentFrames;
import org.scorefield.evaluation.support.tangent.Tangents;

/** One batch of a {@link ShiftRun} on its way; used once. */
final class ShiftBatch {

    private static final long DIRECTION_SEED = 0x0ff5e75L;

    private final ShiftRun run;
    private final StepMaps maps;
    private final SamplingOptions sampling;
    private final SupportSufficientStatistics statistics;
    private final List<Perturbation> perturbations;
    private final NoiseSchedule schedule;
    private final TimedField score;

    /** Whether the density's response is a function of the path. */
    private final boolean deterministic;

    ShiftBatch(
            ShiftRun run,
            StepMaps maps,
            SamplingOptions sampling,
            SupportSufficientStatistics statistics) {
        this.run = run;
        this.maps = maps;
        this.sampling = sampling;
        this.statistics = statistics;
        this.perturbations = run.options().perturbations();
        this.schedule = run.predictor().schedule();
        this.score = run.predictor().field(Quantity.SCORE);
        this.deterministic =
                maps.plans().stream()
                        .allMatch(
                                plan ->
                                        plan.end().noise() == 0
                                                && plan.stages().stream()
                                                        .allMatch(s -> s.at().noise() == 0));
    }

    /** Follows the batch, which belongs to the manager of its start, and adds its columns. */
    void run(NDArray start) {
        NDManager owner = start.getManager();
        int n = Math.toIntExact(start.getShape().get(0));
        NDArray directions = directions(start);
        PerturbedField perturbed =
                new PerturbedField(maps.field(), schedule, perturbations, directions);
        StepMaps carried = new StepMaps(perturbed, maps.plans(), maps.times());
        NoisePath noise = new NoisePath(sampling.seed());
        ErrorLedger errors = new ErrorLedger(perturbations, schedule, n);
        NDArray x = start.duplicate();
        NDArray xi =
                owner.zeros(
                        new Shape(perturbations.size()).addAll(start.getShape()), DataType.FLOAT64);
        List<Integer> ends = run.options().ends();
        int last = ends.get(ends.size() - 1);
        for (int step = 0; ; step++) {
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted at step " + step + " of " + last);
            }
            try (NDManager scope = owner.newSubManager(start.getDevice())) {
                x.attach(scope);
                xi.attach(scope);
                if (deterministic || errors.own()) {
                    observe(perturbed, errors, x, maps.times().get(step));
                }
                int end = ends.indexOf(step);
                if (end >= 0) {
                    split(x, xi, end);
                    errors.addAtEnd(statistics, end);
                }
                if (step == last) {
                    break;
                }
                Linearization both =
                        carried.linearize(
                                x, xi, new StepMaps.Place(step, sampling.firstSample(), noise));
                x = both.value();
                xi = both.product();
                x.attach(owner);
                xi.attach(owner);
            }
        }
        errors.addSums(statistics);
    }

    /** Tells the ledger chi_D and what the density's response grows by, at a grid time. */
    private void observe(PerturbedField perturbed, ErrorLedger errors, NDArray x, double t) {
        double alpha = schedule.alpha(t);
        double sigma = schedule.sigma(t);
        NDArray denoised;
        NDArray gradient;
        if (alpha == 0) {
            denoised = maps.field().evaluate(x, t);
            gradient = x.div(-sigma * sigma);
        } else {
            // The score keeps its digits at little noise where the denoiser, near x, does not.
            gradient = score.evaluate(x, t);
            denoised = gradient.mul(sigma * sigma).add(x).div(alpha);
        }
        NDArray chi = perturbed.errors(x, denoised, t);
        double[] lengths = chi.square().sum(new int[] {2}).sqrt().toDoubleArray();
        double[] along = chi.mul(gradient).sum(new int[] {2}).toDoubleArray();
        int n = Math.toIntExact(x.getShape().get(0));
        double[][] growth = new double[deterministic ? perturbations.size() : 0][];
        for (int j = 0; j < growth.length; j++) {
            Perturbation.At at =
                    new Perturbation.At(x, denoised, t, schedule, perturbed.directions());
            growth[j] = perturbations.get(j).divergence(at, maps.field(), sampling);
            for (int i = 0; i < n; i++) {
                growth[j][i] += along[j * n + i];
            }
        }
        errors.observe(t, lengths, growth);
    }

    private void split(NDArray x, NDArray xi, int end) {
        NoiseLevel level = NoiseLevel.of(schedule, run.time(end));
        int n = Math.toIntExact(x.getShape().get(0));
        int d = Math.toIntExact(x.getShape().get(1));
        double[] all = xi.toDoubleArray();
        for (TangentFrames frame : run.options().frames()) {
            Tangents tangents = frame.at(x, level, run.options().directions());
            for (int j = 0; j < perturbations.size(); j++) {
                double[] normal = new double[n];
                double[] tangent = new double[n];
                for (int i = 0; i < n; i++) {
                    int from = (j * n + i) * d;
                    double[] own = Arrays.copyOfRange(all, from, from + d);
                    boolean defined = tangents.defined(i);
                    normal[i] = defined ? length(tangents.normal(i, own)) : Double.NaN;
                    tangent[i] = defined ? length(tangents.tangent(i, own)) : Double.NaN;
                }
                String of = ShiftRun.column(perturbations.get(j), frame);
                statistics.add(SupportQuantity.NORMAL_SHIFT, of, end, normal);
                statistics.add(SupportQuantity.TANGENT_SHIFT, of, end, tangent);
            }
        }
    }

    /** One direction of length 1 a sample, its own whatever the batch. */
    private NDArray directions(NDArray start) {
        NDArray normal =
                new NoisePath(sampling.seed() ^ DIRECTION_SEED)
                        .step(start, sampling.firstSample(), 0);
        return normal.div(normal.square().sum(new int[] {1}, true).sqrt());
    }

    private static double length(double[] v) {
        return Math.sqrt(Arrays.stream(v).map(a -> a * a).sum());
    }
}
