// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.ridge.geometry.LevelScore;
import org.scorefield.evaluation.ridge.geometry.Ridge;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.statistics.RidgeSufficientStatistics;
import org.scorefield.evaluation.ridge.statistics.VerdictRule;

/** What data must fulfil, and down to which noise the ridge can be read. */
final class RidgeRules {

    /** The ridge is read where so many of the held-out data are on it. */
    static final double HELD = 0.9;

    /** A memorised sample would be found with at least this share. */
    private static final double FOUND = 0.9;

    /** A clarity from which on d is clear. */
    private static final double CLEAR = 0.5;

    private RidgeRules() {}

    /** Refuses data of another dimension, and states without a normal direction. */
    static void dimensions(int model, int reference) {
        if (model != reference) {
            throw new EvaluationException(
                    "reference: expected "
                            + model
                            + " numbers in a sample, found "
                            + reference
                            + "; give data of the shape that the checkpoint was trained for");
        }
        if (model < 2) {
            throw new EvaluationException(
                    "ridge: expected samples of at least 2 numbers, found "
                            + model
                            + "; a line has no ridge, leave this evaluator out");
        }
    }

    /** Refuses a d that has no frame anywhere, with the reason. */
    static void ridge(LevelScore level, int d) {
        try {
            Ridge.of(level, d);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(Objects.toString(e.getMessage()));
        }
    }

    /** The largest d to be considered. */
    static int largest(ReferenceDistribution density, int asked) {
        int most = Math.min(asked, density.dimension() - 1);
        int rank = density.rank(most);
        if (rank < 1) {
            throw new EvaluationException(
                    "reference data: expected at least 2 distinct points, found 1; give more of the"
                            + " data that the checkpoint was trained on");
        }
        return Math.min(most, rank);
    }

    /**
     * The least sigma / alpha at which {@link #HELD} of the held-out data are on the ridge: below,
     * the ridge runs through single points of the density, and new data are off it however good the
     * model is. 0, the end, where there are no held-out data.
     */
    static double readable(
            RidgeSufficientStatistics statistics, double kappa, List<String> warnings) {
        List<RidgeLevel> held =
                statistics.levels(kappa).stream()
                        .filter(level -> level.place() == RidgePlace.HELD_OUT)
                        .toList();
        if (held.isEmpty()) {
            return 0;
        }
        return held.stream()
                .filter(level -> share(level) >= HELD)
                .mapToDouble(RidgeLevel::noise)
                .min()
                .orElseGet(() -> best(held, warnings));
    }

    /** On the ridge of all states, those without a frame among them. */
    private static double share(RidgeLevel level) {
        return (double) level.onRidge().count() / level.count();
    }

    private static double best(List<RidgeLevel> held, List<String> warnings) {
        RidgeLevel best =
                held.stream()
                        .max(
                                Comparator.comparingDouble(RidgeRules::share)
                                        .thenComparingDouble(level -> -level.noise()))
                        .orElseThrow();
        warnings.add(
                String.format(
                        Locale.ROOT,
                        "At no noise level are %.0f %% of the held-out data on the ridge; at most"
                                + " %.0f %% are, at \u03c3/\u03b1 = %.3g, where it is read. Choose"
                                + " another d, or give more reference data.",
                        100 * HELD,
                        100 * share(best),
                        best.noise()));
        return best.noise();
    }

    /** Tells of a radius that comes from too few held-out data. */
    static void few(long heldOut, List<String> warnings) {
        if (heldOut < MemoryRadius.ENOUGH) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "The radius of memorised samples comes from %d held-out data, fewer"
                                    + " than the %d that a share of %.0f %% needs: more than that"
                                    + " share of new data may be within it. Give more reference"
                                    + " data, or a radius.",
                            heldOut,
                            MemoryRadius.ENOUGH,
                            100 * MemoryRadius.SHARE));
        }
    }

    /** Tells of a d that no level is clear about. */
    static void unclear(List<DirectionVote> votes, List<String> warnings) {
        if (!votes.isEmpty() && DirectionVote.clearest(votes).clarity() < CLEAR) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "The eigengaps say nothing clear about d: %d, the choice of most"
                                    + " states, parts flat from steep directions with a clarity of %.2g"
                                    + " only (1 is perfect). Try others, or give more reference data.",
                            DirectionVote.clearest(votes).choice().directions(),
                            DirectionVote.clearest(votes).clarity()));
        }
    }

    /** What the reader must know of radius and reading. */
    static void warn(MemoryRadius memory, VerdictRule rule, double spread, List<String> warnings) {
        if (memory.detected().share() < FOUND) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "Of training points noised as samples end, only %.0f %% are within the"
                                    + " radius %.3g: the noise left at the end hides memorised"
                                    + " samples, unless a larger radius is given.",
                            100 * memory.detected().share(),
                            memory.radius()));
        }
        if (rule.least() > spread) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "The ridge can be read at \u03c3/\u03b1 = %.3g only, more than the"
                                    + " data's own spread of %.3g: being on it says little there.",
                            rule.least(),
                            spread));
        }
    }
}
