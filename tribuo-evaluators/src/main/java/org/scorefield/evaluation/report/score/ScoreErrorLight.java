// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;
import org.scorefield.evaluation.report.light.Measure;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.scorefield.evaluation.score.kl.KlBudget;
import org.scorefield.evaluation.score.kl.KlIntegral;

/**
 * The light of a score error: the gradient part of the KL bound along the path, in bits per
 * dimension.
 *
 * <p>Any imperfect network shows a gradient part that is not zero with enough samples; so the
 * thresholds are sizes. From below the bounds that hold at all levels together decide. From above
 * the upper ends of the levels' intervals do, which cover what the test potentials can capture;
 * where the true score is known, the upper bounds of the whole gradient part. Both ends are moved
 * outwards by the error of quadrature, a third of the change when every other level is left out
 * (Richardson, for a rule of second order).
 */
final class ScoreErrorLight {
    /** Bits per dimension below which a table of likelihoods shows nothing. */
    static final double AMBER = 0.01;

    /** Bits per dimension by which generations of models differ. */
    static final double RED = 0.1;

    /** Error over the change when every other level is left out, for a rule of second order. */
    private static final double ORDER = 1 / 3.0;

    private static final String BASIS =
            "The divergence of the samples is bounded in the unit in which likelihoods are"
                    + " reported, to two decimals: 0.01 bits per dimension is the least that such a"
                    + " table shows, and 0.1 is about what separates generations of models"
                    + " (on CIFAR-10 PixelCNN has 3.03 and PixelCNN++ 2.92, as the README of the"
                    + " latter states). The lower end is certified at all noise levels together. ";

    private static final String SEEN =
            "The upper end covers what these test potentials can capture, and no error outside"
                    + " their classes.";

    private static final String KNOWN =
            "The true score is known, so the upper end covers all error that can reach the samples.";

    private ScoreErrorLight() {}

    /**
     * The light.
     *
     * @param budget of the levels
     * @param levels errors from little noise to much
     * @param dimension D
     */
    static Light of(KlBudget budget, List<LevelError> levels, int dimension) {
        boolean known = levels.stream().allMatch(level -> level.known().isPresent());
        String basis = BASIS + (known ? KNOWN : SEEN);
        if (budget.certified().isEmpty()) {
            return Light.undecided(
                    "this estimator gives no confidence bounds; take --estimator cross-fitted.",
                    basis);
        }
        if (levels.size() == 1) {
            return Light.undecided(
                    "one noise level is no path to add up along; take more --levels.", basis);
        }
        double unit = 1 / (dimension * Math.log(2));
        KlIntegral certified = budget.certified().get();
        double low = unit * Math.max(0, certified.nats() - ORDER * certified.quadratureError());
        double high =
                unit
                        * (known
                                ? along(budget, levels, level -> upper(level.known()))
                                : along(
                                        budget,
                                        levels,
                                        level -> level.gradient().interval().high()));
        Measure measure =
                new Measure(
                        "gradient part of the KL bound, bits per dimension",
                        unit * budget.gradient().nats(),
                        low,
                        Math.max(low, high),
                        levels.get(0).gradient().confidence(),
                        AMBER,
                        RED);
        return Light.of(measure, basis)
                .advise("More samples or reference data narrow the interval.", Colour.GREY);
    }

    private static double upper(Optional<KnownError> known) {
        return known.map(KnownError::upperBound).orElse(Double.POSITIVE_INFINITY);
    }

    private static double along(
            KlBudget budget, List<LevelError> levels, ToDoubleFunction<LevelError> end) {
        double[] ends = levels.stream().mapToDouble(end).map(value -> Math.max(0, value)).toArray();
        for (double value : ends) {
            if (!Double.isFinite(value)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        KlIntegral integral = budget.path().integrate(ends, new double[ends.length]);
        return integral.nats() + ORDER * integral.quadratureError();
    }
}
