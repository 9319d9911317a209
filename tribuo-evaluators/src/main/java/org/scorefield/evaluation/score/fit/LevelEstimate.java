// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.potential.TestFunctions;
import org.scorefield.evaluation.score.estimate.Choice;
import org.scorefield.evaluation.score.estimate.ClassEstimate;
import org.scorefield.evaluation.score.estimate.Estimate;
import org.scorefield.evaluation.score.estimate.Estimator;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.Interval;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;

/**
 * From the sums of one level to its errors and bounds.
 *
 * <p>Each half certifies what the other fitted, so the two sides are not independent: where there
 * is little to find they hold nearly the same number. A bound is therefore the mean of two, one a
 * side by Student's t over data, each with half the risk: it fails only if one of them does.
 * Source: spec score-error section 3, whose average of both with a pooled error does not hold at a
 * true 0.
 */
public final class LevelEstimate {
    /** |e|^2 below this, per coordinate, is rounding. */
    private static final double ROUNDING = 1e-20;

    private final LevelStatistics statistics;
    private final Bounds bounds;
    private final ClusterSums one;
    private final ClusterSums two;

    /**
     * What bounds are to hold for.
     *
     * @param estimator only {@link Estimator#CROSS_FITTED} has bounds
     * @param confidence with which each holds, in (0, 1)
     * @param levels levels over which simultaneous bounds are to hold, at least 1
     */
    public record Bounds(Estimator estimator, double confidence, int levels) {

        private double risk() {
            return 1 - confidence;
        }

        private boolean there() {
            return estimator == Estimator.CROSS_FITTED;
        }
    }

    private LevelEstimate(LevelStatistics statistics, Bounds bounds) {
        this.statistics = statistics;
        this.bounds = bounds;
        this.one = statistics.sums(0);
        this.two = statistics.sums(1);
    }

    /**
     * The errors at a level.
     *
     * @param level the noise level
     * @param statistics its sums; not modified
     * @param bounds what they are to hold for
     * @return the errors
     */
    public static LevelError of(NoiseLevel level, LevelStatistics statistics, Bounds bounds) {
        LevelEstimate estimate = new LevelEstimate(statistics, bounds);
        return new LevelError(
                level,
                estimate.pooled(0),
                estimate.gradient(),
                statistics.known() ? Optional.of(estimate.known()) : Optional.empty());
    }

    /** A quantity that does not depend on the side. */
    private Estimate pooled(int quantity) {
        ClusterSums both = new ClusterSums(one.quantities());
        both.merge(one);
        both.merge(two);
        return new Estimate(
                both.mean(quantity),
                Math.sqrt(both.variance(quantity)),
                both.rows(),
                both.clusters());
    }

    private GradientEstimate gradient() {
        FittedHalf first = statistics.halves().get(0);
        FittedHalf second = statistics.halves().get(1);
        int a = 1 + first.chosen();
        int b = 1 + second.chosen();
        double risk = bounds.risk();
        boolean bounded = bounds.there();
        Interval interval =
                bounded
                        ? new Interval(lower(a, b, risk / 2), upper(a, b, risk / 2))
                        : new Interval(Double.NaN, Double.NaN);
        return new GradientEstimate(
                value(a, b),
                error(a, b),
                interval,
                bounded ? lower(a, b, risk) : Double.NaN,
                bounded ? lower(a, b, risk / bounds.levels()) : Double.NaN,
                bounds.confidence(),
                one.rows() + two.rows(),
                one.clusters() + two.clusters(),
                first.classes().stream().mapToInt(TestFunctions::features).sum(),
                classes(bounded),
                choice(first),
                choice(second),
                statistics.directions(),
                statistics.notes());
    }

    private List<ClassEstimate> classes(boolean bounded) {
        FittedHalf half = statistics.halves().get(0);
        List<String> names = FittedHalf.candidates(half.names());
        List<ClassEstimate> classes = new ArrayList<>();
        int all = half.classes().stream().mapToInt(TestFunctions::features).sum();
        for (int c = 0; c < names.size(); c++) {
            int q = 1 + c;
            classes.add(
                    new ClassEstimate(
                            names.get(c),
                            c < half.classes().size() ? half.classes().get(c).features() : all,
                            value(q, q),
                            error(q, q),
                            bounded ? lower(q, q, bounds.risk()) : Double.NaN));
        }
        return classes;
    }

    private Choice choice(FittedHalf half) {
        return new Choice(
                FittedHalf.candidates(half.names()).get(half.chosen()),
                statistics.known()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(half.lambdas()[half.chosen()]),
                half.tried());
    }

    private double value(int a, int b) {
        return (one.mean(a) + two.mean(b)) / 2;
    }

    private double error(int a, int b) {
        return Math.sqrt(one.variance(a) + two.variance(b)) / 2;
    }

    private double lower(int a, int b, double risk) {
        return (one.lower(a, 1 - risk / 2) + two.lower(b, 1 - risk / 2)) / 2;
    }

    private double upper(int a, int b, double risk) {
        return (one.upper(a, 1 - risk / 2) + two.upper(b, 1 - risk / 2)) / 2;
    }

    private KnownError known() {
        int total = 1 + statistics.candidates();
        int rest = total + 1;
        Estimate squared = pooled(total);
        double risk = bounds.risk();
        Estimate upper =
                new Estimate(value(rest, rest), error(rest, rest), squared.n(), squared.clusters());
        boolean bounded = bounds.there();
        return new KnownError(
                squared,
                upper,
                bounded ? upper(rest, rest, risk) : Double.NaN,
                bounded && squared.value() > ROUNDING && lower(total, total, risk) > 0
                        ? Optional.of(ratio(total, rest, risk))
                        : Optional.empty());
    }

    /**
     * Fieller: rho is refused from below where mean(w - rho |e|^2) is positive beyond its error,
     * and from above where mean(u - rho |e|^2) is negative beyond its error.
     */
    private KnownError.Ratio ratio(int total, int rest, double risk) {
        int a = 1 + statistics.halves().get(0).chosen();
        int b = 1 + statistics.halves().get(1).chosen();
        // Two ends, two sides.
        double each = 1 - risk / 4;
        double low =
                (edge(rho -> one.above(a, total, rho, each))
                                + edge(rho -> two.above(b, total, rho, each)))
                        / 2;
        double high =
                (edge(rho -> !one.below(rest, total, rho, each))
                                + edge(rho -> !two.below(rest, total, rho, each)))
                        / 2;
        double squared = value(total, total);
        return new KnownError.Ratio(
                value(a, b) / squared,
                value(rest, rest) / squared,
                new Interval(low, Math.max(low, high)),
                bounds.confidence());
    }

    /** The largest rho in [0, 1] up to which a condition that holds for small rho holds. */
    private static double edge(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        if (!holds.test(low) || holds.test(high)) {
            return holds.test(high) ? 1 : 0;
        }
        while (high - low > 1e-12) {
            double middle = (low + high) / 2;
            if (holds.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
