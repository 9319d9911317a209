// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scorefield.evaluation.energy.findings.BlindRun;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.SlopeCurve;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;

/** The tables of a marginal-energy evaluation. A column without a number is left out. */
final class MarginalEnergyTables {
    private final List<EnergyLevel> levels;
    private final EnergyFindings findings;
    private final NoiseAxis noise;

    MarginalEnergyTables(List<EnergyLevel> levels, EnergyFindings findings, NoiseAxis noise) {
        this.levels = levels;
        this.findings = findings;
        this.noise = noise;
    }

    /** The main numbers, also for the terminal: at most 100 columns wide. */
    Table levels() {
        return table(
                "Medians over the states of a place and noise level: energy in nats; noise that the"
                        + " posterior sees over the true noise; Jensen gap J2; drift error per"
                        + " coordinate of the best blind field"
                        + (findings.blind()
                                ? " and of this model"
                                : ", of this model run blind, and of this model told the time"),
                List.of(
                        median("energy", MarginalEnergyMetrics.ENERGY),
                        median("seen/true", MarginalEnergyMetrics.POSTERIOR_RATIO),
                        median("J2", MarginalEnergyMetrics.J2),
                        median("|dv| best", MarginalEnergyMetrics.OPTIMAL_DRIFT_ERROR),
                        median("own", MarginalEnergyMetrics.TRAINED_DRIFT_ERROR),
                        median("told t", MarginalEnergyMetrics.TOLD_DRIFT_ERROR)));
    }

    List<Table> further() {
        List<Table> tables =
                new ArrayList<>(
                        List.of(runs(), gains(), posterior(), parts(), answers(), drifts()));
        findings.slopes().map(MarginalEnergyTables::slopes).ifPresent(tables::add);
        return tables.stream().filter(table -> !table.rows().isEmpty()).toList();
    }

    /** Generation without the time. */
    private Table runs() {
        List<List<String>> rows = new ArrayList<>();
        for (BlindRun run : findings.runs()) {
            rows.add(
                    List.of(
                            run.prediction(),
                            run.field() == BlindRun.Field.OPTIMAL ? "best blind" : "this model",
                            run.diverged() + " of " + run.starts(),
                            Numbers.range(run.displacement()),
                            Numbers.range(run.nearest()),
                            Numbers.orNone(run.toldNearest().median())));
        }
        return new Table(
                "Generation without the time, from the same noise as generation with it: distance"
                        + " between the two ends, and from the end to the nearest reference point,"
                        + " per coordinate in standard deviations of the data (median, 10 to 90 %)",
                List.of(
                        "parameterisation",
                        "field",
                        "diverged",
                        "displacement",
                        "nearest, blind",
                        "nearest, told"),
                rows);
    }

    private Table gains() {
        List<List<String>> rows = new ArrayList<>();
        for (GainCurve curve : findings.gains()) {
            rows.add(
                    List.of(
                            curve.prediction(),
                            Numbers.orNone(curve.largest()),
                            Numbers.orNone(curve.growthAtData()),
                            Numbers.orNone(curve.growthAtNoise())));
        }
        return new Table(
                "Gain |\u03bd| of each parameterisation on t from "
                        + Numbers.of(findings.tMin())
                        + " to "
                        + Numbers.of(findings.tMax())
                        + ": the largest, and p, its local power at either end of the prior, as"
                        + " t^\u2212p at the data and (1 \u2212 t)^\u2212p at the noise; absent where"
                        + " the prior stops far from that end. It grows without bound only if the"
                        + " schedule itself reaches \u03c3 = 0 or \u03b1 = 0 there and p stays"
                        + " above 0 as the prior is widened",
                List.of("parameterisation", "largest |\u03bd|", "p at the data", "p at the noise"),
                rows);
    }

    private Table posterior() {
        return table(
                "What a state tells of its noise (medians): mean and standard deviation of t given"
                        + " the state, Jensen gap J1, height of the posterior at the nearer end of"
                        + " the prior over its peak (1: cut off there), mass left out by the nodes,"
                        + " error of quadrature in nats, number of states",
                List.of(
                        median("E[t|u]", MarginalEnergyMetrics.POSTERIOR_TIME),
                        median("sd[t|u]", MarginalEnergyMetrics.POSTERIOR_SPREAD),
                        band("seen/true", MarginalEnergyMetrics.POSTERIOR_RATIO),
                        median("J1", MarginalEnergyMetrics.J1),
                        new Column("at end", level -> Numbers.orNone(edge(level))),
                        median("left out", MarginalEnergyMetrics.LEFT_OUT),
                        median("quadrature", MarginalEnergyMetrics.QUADRATURE_ERROR),
                        new Column("n", level -> String.valueOf(level.count()))));
    }

    private static double edge(EnergyLevel level) {
        return Math.max(
                level.get(MarginalEnergyMetrics.EDGE_DATA).median(),
                level.get(MarginalEnergyMetrics.EDGE_NOISE).median());
    }

    private Table parts() {
        return table(
                "The best blind answer in its parts (medians, root mean squares of a coordinate):"
                        + " slope of the energy, \u03bb\u0304 and c\u0304, natural gradient,"
                        + " transport correction, linear drift, and their sum, the answer itself",
                List.of(
                        median("|\u2207E|", MarginalEnergyMetrics.GRADIENT),
                        median("\u03bb\u0304", MarginalEnergyMetrics.LAMBDA_BAR),
                        median("c\u0304", MarginalEnergyMetrics.C_BAR),
                        median("natural", MarginalEnergyMetrics.NATURAL),
                        median("transport", MarginalEnergyMetrics.TRANSPORT),
                        median("drift", MarginalEnergyMetrics.DRIFT),
                        median("sum", MarginalEnergyMetrics.TARGET)));
    }

    private Table answers() {
        return table(
                "Errors of the answers against the best ones (median, 10 to 90 %), gain times the"
                        + " spread of the right answers over p(t | u) (median), distance to the"
                        + " nearest reference point (median), per coordinate",
                List.of(
                        band("this model, blind", MarginalEnergyMetrics.FIELD_ERROR),
                        band("told t", MarginalEnergyMetrics.TOLD_ERROR),
                        median("gain x spread", MarginalEnergyMetrics.GAIN_SPREAD),
                        median("nearest", MarginalEnergyMetrics.NEAREST)));
    }

    private Table drifts() {
        return table(
                "Errors of the drift (median, 10 to 90 %), per coordinate",
                List.of(
                        band("best blind", MarginalEnergyMetrics.OPTIMAL_DRIFT_ERROR),
                        band("this model, blind", MarginalEnergyMetrics.TRAINED_DRIFT_ERROR),
                        band("told t", MarginalEnergyMetrics.TOLD_DRIFT_ERROR)));
    }

    private static Table slopes(SlopeCurve slopes) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < slopes.r().size(); i++) {
            rows.add(
                    List.of(
                            Numbers.of(slopes.r().get(i)),
                            Numbers.range(slopes.slope().get(i)),
                            Numbers.range(slopes.codimension().get(i))));
        }
        return new Table(
                "How the energy falls towards the data, by distance along random directions"
                        + " (median, 10 to 90 %): slope dE / d log r, and the codimension that it"
                        + " stands for, only where codimension > 1/q with \u03c3 ~ t^q; absent where"
                        + " the slope is not positive or the estimate is above the number of"
                        + " coordinates",
                List.of("distance", "slope", "codimension"), rows);
    }

    /** A column of a table of levels. */
    private record Column(String head, Function<EnergyLevel, String> cell) {}

    private static Column median(String head, MarginalEnergyMetrics metric) {
        return new Column(head, level -> Numbers.orNone(level.get(metric).median()));
    }

    private static Column band(String head, MarginalEnergyMetrics metric) {
        return new Column(head, level -> Numbers.range(level.get(metric)));
    }

    private Table table(String caption, List<Column> columns) {
        List<Column> all =
                Stream.concat(
                                Stream.of(
                                        new Column("states", level -> level.place().label()),
                                        new Column("t", level -> Numbers.orNone(level.t())),
                                        new Column(
                                                "\u03c3/\u03b1",
                                                level -> Numbers.orNone(noise.at(level.t())))),
                                columns.stream())
                        .filter(
                                column ->
                                        levels.stream()
                                                .anyMatch(
                                                        level ->
                                                                !column.cell()
                                                                        .apply(level)
                                                                        .equals(Numbers.NONE)))
                        .toList();
        return new Table(
                caption,
                all.stream().map(Column::head).toList(),
                levels.stream()
                        .map(
                                level ->
                                        all.stream()
                                                .map(column -> column.cell().apply(level))
                                                .toList())
                        .toList());
    }
}
