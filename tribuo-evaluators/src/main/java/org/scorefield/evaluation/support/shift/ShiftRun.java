// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.process.GeneratingProcess;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.model.NoisePredictor;
import org.scorefield.evaluation.support.statistics.SupportQuantity;
import org.scorefield.evaluation.support.statistics.SupportSufficientStatistics;
import org.scorefield.evaluation.support.tangent.TangentFrames;

/**
 * How far perturbations of a model move its samples, along the support and off it.
 *
 * <p>A change of the field by eps chi moves a path, whose start and noise are kept, by eps xi to
 * first order, with xi' = (grad v) xi + chi and xi = 0 at the start. The very steps of the process
 * carry xi: each stage's product with the denoiser's Jacobian has chi_D added. All perturbations go
 * along one path, and one path serves all ends, since a generation that stops at a level is the
 * same up to there.
 *
 * <p>Along a path of a deterministic process the density of what is generated changes by
 *
 * <pre>
 *   d log rho / d eps = -(div xi + xi . s) = -integral of b (div chi_D + chi_D . s) dt
 *   b = alpha' - alpha sigma' / sigma
 * </pre>
 *
 * <p>which follows from the continuity equation of rho (1 + eps r): rho (dr/dt + v . grad r) =
 * -div(rho chi) with chi = b chi_D, and r = 0 at the start. The score s is the model's own, that of
 * the generated density only as far as the model is exact; the integral is the trapezoidal rule in
 * log SNR over the grid (in t where the grid begins without signal), of second order. With fresh
 * noise the response is no function of one path, and is left out: use a probability flow.
 *
 * <p>Cost a step: one linearisation with as many directions as there are perturbations for each
 * stage of the process, and for a deterministic process or the own error one evaluation more; the
 * own error asks the reference as often, and for its density the Divergence of both. Memory: a few
 * times the perturbations' number of states of one batch.
 *
 * @param predictor the model; must stay open
 * @param process the steps
 * @param grid the times; begins where signal is left if the score is perturbed, since sigma^2 /
 *     alpha is its error in the denoiser
 * @param options what is perturbed, frames and ends
 */
public record ShiftRun(
        NoisePredictor predictor, GeneratingProcess process, TimeGrid grid, ShiftOptions options) {

    /**
     * Checks ends and dimension.
     *
     * @param predictor the model; must stay open
     * @param process the steps
     * @param grid the times; begins where signal is left if the score is perturbed, since sigma^2 /
     *     alpha is its error in the denoiser
     * @param options what is perturbed, frames and ends
     */
    public ShiftRun {
        int last = options.ends().get(options.ends().size() - 1);
        if (last > grid.steps()) {
            throw new IllegalArgumentException(
                    "ends: expected numbers up to "
                            + grid.steps()
                            + ", the last of the grid, found "
                            + last
                            + "; choose ends on the grid");
        }
        if (options.directions() >= predictor.dimension()) {
            throw new IllegalArgumentException(
                    "directions: expected 1 to "
                            + (predictor.dimension() - 1)
                            + ", found "
                            + options.directions()
                            + "; leave a normal direction");
        }
        // Refuses ends without noise.
        options.ends().forEach(end -> NoiseLevel.of(predictor.schedule(), grid.times().get(end)));
    }

    /**
     * Follows samples.
     *
     * @param start states at {@code grid.from()}, {@code [n, D]} FLOAT64 in the model's data units;
     *     not modified
     * @param sampling seed of noise, directions and probes, numbering and batches; no result
     *     depends on the batches beyond rounding
     * @return for each sample |xi_N| and |xi_T| by end, perturbation and frame (NaN where a frame
     *     is undefined), density responses, and the sizes of the own error
     * @throws IllegalArgumentException if {@code start} is not as said
     * @throws org.scorefield.djl.process.DivergenceException if a state or response is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public SupportSufficientStatistics run(NDArray start, SamplingOptions sampling) {
        if (start.getShape().dimension() != 2
                || start.getShape().get(1) != predictor.dimension()
                || start.getDataType() != DataType.FLOAT64
                || start.isEmpty()) {
            throw new IllegalArgumentException(
                    "start: expected FLOAT64 states [n, "
                            + predictor.dimension()
                            + "], found "
                            + start.getDataType()
                            + " "
                            + start.getShape()
                            + "; give one row a sample");
        }
        StepMaps maps =
                StepMaps.of(
                        predictor.field(Quantity.DENOISER), predictor.schedule(), process, grid);
        SupportSufficientStatistics statistics = new SupportSufficientStatistics();
        long count = start.getShape().get(0);
        for (long begin = 0; begin < count; begin += sampling.batchSize()) {
            long stop = Math.min(count, begin + sampling.batchSize());
            try (NDManager scope = start.getManager().newSubManager(start.getDevice());
                    NDArray slice = start.get(new NDIndex("{}:{}", begin, stop))) {
                NDArray batch = slice.duplicate();
                batch.attach(scope);
                SamplingOptions own = sampling.withFirstSample(sampling.firstSample() + begin);
                new ShiftBatch(this, maps, own, statistics).run(batch);
            }
        }
        return statistics;
    }

    /**
     * The shifts that statistics of this run, or of several such runs together, say: perturbation
     * by perturbation, and for each frame by frame in the order of the options.
     *
     * <p>The shift by the own error is the same whatever the error is told in. As its kind stands
     * the first of score, velocity and denoiser in whose units the error stays bounded as the noise
     * falls, which is where its root mean square over samples grows no faster than (sigma /
     * alpha)^-1/2 between the last two ends; the denoiser where there is one end only.
     *
     * @param statistics of {@link #run}, merged
     * @return one shift for each perturbation and frame
     */
    public List<SupportShift> shifts(SupportSufficientStatistics statistics) {
        List<SupportShift> shifts = new ArrayList<>();
        for (Perturbation perturbation : options.perturbations()) {
            PerturbationKind kind = kind(perturbation, statistics);
            double size =
                    perturbation
                            .length()
                            .orElseGet(
                                    () ->
                                            statistics.rms(
                                                    SupportQuantity.OWN_ERROR_SIZE,
                                                    kind.label(),
                                                    0));
            Band density =
                    statistics.band(SupportQuantity.DENSITY_RESPONSE, perturbation.label(), 0);
            for (TangentFrames frame : options.frames()) {
                shifts.add(
                        new SupportShift(
                                kind,
                                perturbation.source(),
                                frame.name(),
                                size,
                                ends(column(perturbation, frame), statistics),
                                density));
            }
        }
        return shifts;
    }

    /**
     * The power of sigma / alpha with which the own error falls, told as an error of a kind,
     * between the last two ends: 0 where it stays, negative where it grows without bound.
     *
     * @param kind what it is told as
     * @param statistics of {@link #run}
     * @return the power; NaN with one end only, or where the error is none
     */
    public double ownErrorPower(PerturbationKind kind, SupportSufficientStatistics statistics) {
        int last = options.ends().size() - 1;
        if (last == 0) {
            return Double.NaN;
        }
        double there = statistics.rms(SupportQuantity.OWN_ERROR, kind.label(), last);
        double before = statistics.rms(SupportQuantity.OWN_ERROR, kind.label(), last - 1);
        NoiseSchedule schedule = predictor.schedule();
        return Math.log(there / before)
                / Math.log(
                        schedule.sigmaOverAlpha(time(last))
                                / schedule.sigmaOverAlpha(time(last - 1)));
    }

    private PerturbationKind kind(
            Perturbation perturbation, SupportSufficientStatistics statistics) {
        if (perturbation instanceof Perturbation.Random random) {
            return random.kind();
        }
        if (perturbation instanceof Perturbation.Given given) {
            return given.kind();
        }
        return Arrays.stream(
                        new PerturbationKind[] {PerturbationKind.SCORE, PerturbationKind.VELOCITY})
                .filter(kind -> ownErrorPower(kind, statistics) >= -0.5)
                .findFirst()
                .orElse(PerturbationKind.DENOISER);
    }

    private List<SupportShift.End> ends(String of, SupportSufficientStatistics statistics) {
        List<SupportShift.End> ends = new ArrayList<>();
        for (int i = 0; i < options.ends().size(); i++) {
            Band normal = statistics.band(SupportQuantity.NORMAL_SHIFT, of, i);
            ends.add(
                    new SupportShift.End(
                            NoiseLevel.of(predictor.schedule(), time(i)),
                            statistics.rms(SupportQuantity.NORMAL_SHIFT, of, i),
                            statistics.rms(SupportQuantity.TANGENT_SHIFT, of, i),
                            normal.median(),
                            normal.n(),
                            normal.medianLow(),
                            normal.medianHigh()));
        }
        return ends;
    }

    /** What the columns of a split shift are of. */
    static String column(Perturbation perturbation, TangentFrames frame) {
        return perturbation.label() + ", " + frame.name();
    }

    /** Time of an end, by its number among the ends. */
    double time(int end) {
        return grid.times().get(options.ends().get(end));
    }
}
