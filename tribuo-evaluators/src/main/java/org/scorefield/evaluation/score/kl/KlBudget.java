// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.kl;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.score.estimate.Estimate;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;

/**
 * What the score errors of the levels add up to along the path, in nats. See {@link KlPath}.
 *
 * <p>The divergence of the samples is at most KL(p_T || q_T) plus the integral of |Pi e|^2. Of that
 * integral, {@code certified} and {@code gradient} are from below: they say how much of the bound
 * is surely there, and bound no divergence. {@code upper} is from above and does bound it, for the
 * noise levels that the path covers.
 *
 * @param path where the levels are and what each counts
 * @param certified integral of the lower bounds that hold at all levels together, cut at 0: with
 *     the confidence of the evaluation, the gradient bound is at least this, up to quadrature; its
 *     standard error is 0. Absent for estimators without bounds
 * @param gradient integral of the estimates of the gradient part, not cut at 0
 * @param upper integral of the upper bound's estimates, where the true score is known
 * @param girsanov integral of |e|^2, the divergence between paths, where the true score is known
 * @param denoisingLoss integral of the denoising loss: an upper bound of Girsanov's integral that
 *     contains what no model can predict
 */
public record KlBudget(
        KlPath path,
        Optional<KlIntegral> certified,
        KlIntegral gradient,
        Optional<KlIntegral> upper,
        Optional<KlIntegral> girsanov,
        KlIntegral denoisingLoss) {

    /**
     * The budget of an evaluation.
     *
     * @param schedule the path
     * @param levels errors from little noise to much
     * @return the budget
     */
    public static KlBudget of(NoiseSchedule schedule, List<LevelError> levels) {
        KlPath path = KlPath.of(schedule, levels.stream().map(LevelError::level).toList());
        boolean bounds =
                levels.stream()
                        .noneMatch(level -> Double.isNaN(level.gradient().simultaneousBound()));
        boolean known = levels.stream().allMatch(level -> level.known().isPresent());
        Sum sum = new Sum(path, levels);
        return new KlBudget(
                path,
                bounds
                        ? Optional.of(
                                sum.of(
                                        level -> certain(level.gradient().simultaneousBound()),
                                        level -> 0))
                        : Optional.empty(),
                sum.of(
                        level -> level.gradient().value(),
                        level -> level.gradient().standardError()),
                known ? Optional.of(sum.of(KnownError::upper)) : Optional.empty(),
                known ? Optional.of(sum.of(KnownError::squaredError)) : Optional.empty(),
                sum.of(
                        level -> level.denoisingLoss().value(),
                        level -> level.denoisingLoss().standardError()));
    }

    /** A squared norm is at least 0, whatever its bound says. */
    private static double certain(double bound) {
        return Math.max(0, bound);
    }

    private record Sum(KlPath path, List<LevelError> levels) {
        KlIntegral of(ToDoubleFunction<LevelError> value, ToDoubleFunction<LevelError> error) {
            return path.integrate(
                    levels.stream().mapToDouble(value).toArray(),
                    levels.stream()
                            .mapToDouble(error)
                            .map(e -> Double.isFinite(e) ? e : 0)
                            .toArray());
        }

        KlIntegral of(Function<KnownError, Estimate> estimate) {
            return of(
                    level -> estimate.apply(level.known().orElseThrow()).value(),
                    level -> estimate.apply(level.known().orElseThrow()).standardError());
        }
    }
}
