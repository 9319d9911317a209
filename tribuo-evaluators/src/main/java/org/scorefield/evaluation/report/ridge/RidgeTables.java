// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.ridge.DirectionVote;
import org.scorefield.evaluation.ridge.RidgeFindings;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/** The tables of a ridge evaluation. */
final class RidgeTables {
    private final List<RidgeLevel> levels;
    private final RidgeFindings findings;
    private final int dimension;

    RidgeTables(List<RidgeLevel> levels, RidgeFindings findings, int dimension) {
        this.levels = levels;
        this.findings = findings;
        this.dimension = dimension;
    }

    /** The main numbers, also for the terminal: at most 100 columns wide. */
    Table levels() {
        int d = findings.directions();
        List<List<String>> rows = new ArrayList<>();
        for (RidgeLevel level : levels) {
            double sigma = level.level().sigma();
            Band rho = level.get(RidgeQuantity.RHO);
            rows.add(
                    List.of(
                            level.place().label(),
                            Numbers.of(level.noise()),
                            range(rho),
                            level.undefined() == level.count()
                                    ? Numbers.NONE
                                    : percent(level.onRidge().share()),
                            median(
                                    level,
                                    RidgeQuantity.NORMAL_ERROR,
                                    sigma / Math.sqrt(dimension - d)),
                            median(level, RidgeQuantity.TANGENT_ERROR, sigma / Math.sqrt(d)),
                            median(level, RidgeQuantity.NEAREST, 1 / level.level().alpha()),
                            level.undefined() + " of " + level.count()));
        }
        return new Table(
                "By noise level: distance to the ridge over the noise (median, 5 to 95 %), share on"
                        + " the ridge, error of the noise estimate per direction across the ridge"
                        + " and along it, distance to the nearest training point (medians), states"
                        + " without a defined frame",
                List.of(
                        "states",
                        "\u03c3/\u03b1",
                        "rho",
                        "on ridge",
                        "across",
                        "along",
                        "nearest",
                        "no frame"),
                rows);
    }

    List<Table> further() {
        return Stream.of(verdicts(), phases(), votes())
                .filter(table -> !table.rows().isEmpty())
                .toList();
    }

    private Table verdicts() {
        List<List<String>> rows = new ArrayList<>();
        if (!findings.shares().isEmpty()) {
            for (Verdict verdict : Verdict.values()) {
                rows.add(
                        List.of(
                                word(verdict),
                                share(findings.shares(), verdict),
                                share(findings.control(), verdict)));
            }
        }
        return new Table(
                "What became of samples, and of held-out data judged in the same way: shares with"
                        + " 95 % intervals by Wilson",
                List.of("verdict", "samples", "held-out data"), rows);
    }

    private static String share(VerdictShares shares, Verdict verdict) {
        if (shares.isEmpty()) {
            return Numbers.NONE;
        }
        Proportion part = shares.get(verdict);
        return part.count()
                + " of "
                + part.of()
                + ", "
                + percent(part.share())
                + " ("
                + percent(part.low())
                + " to "
                + percent(part.high())
                + ")";
    }

    private Table phases() {
        List<List<String>> rows = new ArrayList<>();
        if (!findings.shares().isEmpty()) {
            rows.add(phase("reach ends", findings.phases().reach()));
            rows.add(phase("slide begins", findings.phases().slide()));
        }
        return new Table(
                "Noise level at which phases change (median, 5 to 95 % of the samples that get"
                        + " there); between the two a sample aligns",
                List.of("", "\u03c3/\u03b1", "samples that get there"), rows);
    }

    private static List<String> phase(String name, Band band) {
        return List.of(
                name,
                band.used() == 0 ? Numbers.NONE : range(band),
                band.used() + " of " + (band.used() + band.missing()));
    }

    private Table votes() {
        List<List<String>> rows = new ArrayList<>();
        for (DirectionVote vote : findings.votes()) {
            Proportion agreement = vote.choice().agreement();
            rows.add(
                    List.of(
                            Numbers.of(vote.level().sigma() / vote.level().alpha()),
                            String.valueOf(vote.choice().directions()),
                            agreement.count() + " of " + agreement.of(),
                            Numbers.orNone(vote.clarity())));
        }
        return new Table(
                "How many directions the data vary in, level by level: the d of the largest"
                        + " eigengap, how many states agree on it, and how clearly it parts flat"
                        + " from steep directions (1 is perfect); the clearest level decides",
                List.of("\u03c3/\u03b1", "d", "agree", "clarity"),
                rows);
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case MEMORISED -> "memorised";
            case INTER_MODE -> "inter-mode";
            case OFF_RIDGE -> "off-ridge";
            case UNDEFINED -> "no frame";
        };
    }

    private static String percent(double part) {
        return Math.round(100 * part) + " %";
    }

    private static String median(RidgeLevel level, RidgeQuantity quantity, double factor) {
        return Numbers.orNone(factor * level.get(quantity).median());
    }

    private static String range(Band band) {
        double[] q = band.quantiles();
        return band.used() == 0
                ? Numbers.NONE
                : Numbers.of(q[2])
                        + " ("
                        + Numbers.brief(q[0])
                        + " to "
                        + Numbers.brief(q[4])
                        + ")";
    }
}
