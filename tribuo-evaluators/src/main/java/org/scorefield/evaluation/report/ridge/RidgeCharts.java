// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.ridge.RidgeFindings;
import org.scorefield.evaluation.ridge.statistics.PhaseTimes;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;

/** The charts of a ridge evaluation; one without a number to show is left out. */
final class RidgeCharts {
    private static final Chart.Axis NOISE = Chart.Axis.logarithmic("noise level \u03c3/\u03b1");

    private final List<RidgeLevel> levels;
    private final RidgeFindings findings;
    private final int dimension;

    RidgeCharts(List<RidgeLevel> levels, RidgeFindings findings, int dimension) {
        this.levels = levels;
        this.findings = findings;
        this.dimension = dimension;
    }

    List<Chart> all() {
        return Stream.of(distance(), onRidge(), errors(), push(), nearest())
                .filter(chart -> !chart.series().isEmpty())
                .toList();
    }

    private Chart distance() {
        List<Chart.Series> lines = places(RidgeQuantity.RHO, level -> 1);
        if (!lines.isEmpty()) {
            double kappa = findings.rule().kappa();
            lines.add(
                    new Chart.Series(
                            "\u03ba = " + Numbers.of(kappa),
                            Stream.of(least(), most())
                                    .map(x -> Chart.Point.of(x, kappa))
                                    .toList()));
        }
        return Chart.bands(
                        "Distance to the ridge, in noise",
                        NOISE,
                        Chart.Axis.logarithmic("\u03c1 = distance / (\u03c3 \u221a(D \u2212 d))"),
                        lines)
                .withSpans(spans());
    }

    private double least() {
        return levels.stream().mapToDouble(RidgeLevel::noise).min().orElse(0);
    }

    private double most() {
        return levels.stream().mapToDouble(RidgeLevel::noise).max().orElse(0);
    }

    /** The phases, between the medians of their beginnings. */
    private List<Chart.Span> spans() {
        PhaseTimes phases = findings.phases();
        double reach = phases.reach().median();
        double slide = phases.slide().median();
        double read = Math.max(least(), findings.rule().least());
        List<Chart.Span> spans = new ArrayList<>();
        double to = most();
        if (Double.isFinite(reach)) {
            add(spans, "reach", reach, to);
            to = reach;
            if (Double.isFinite(slide)) {
                add(spans, "align", slide, to);
                to = Math.min(to, slide);
                add(spans, "slide", read, to);
            } else {
                add(spans, "align", read, to);
            }
        } else {
            add(spans, "reach", read, to);
        }
        add(spans, "single points", least(), read);
        return spans;
    }

    private static void add(List<Chart.Span> spans, String label, double from, double to) {
        if (from < to) {
            spans.add(new Chart.Span(label, from, to));
        }
    }

    private Chart onRidge() {
        List<Chart.Series> lines = new ArrayList<>();
        for (RidgePlace place : RidgePlace.values()) {
            List<Chart.Point> points = new ArrayList<>();
            for (RidgeLevel level : at(place)) {
                Proportion part = level.onRidge();
                points.add(new Chart.Point(level.noise(), part.share(), part.low(), part.high()));
            }
            if (!points.isEmpty()) {
                lines.add(new Chart.Series(place.label(), points));
            }
        }
        return mark(Chart.bands("Share on the ridge", NOISE, Chart.Axis.linear("share"), lines));
    }

    private Chart mark(Chart chart) {
        double read = findings.rule().least();
        return read > least() ? chart.withMark("read here", read) : chart;
    }

    /** Errors of the noise estimate, per direction. */
    private Chart errors() {
        int d = findings.directions();
        List<Chart.Series> lines = new ArrayList<>();
        for (RidgePlace place : RidgePlace.values()) {
            add(
                    lines,
                    "across, " + place.label(),
                    place,
                    RidgeQuantity.NORMAL_ERROR,
                    level -> level.level().sigma() / Math.sqrt(dimension - d));
            add(
                    lines,
                    "along, " + place.label(),
                    place,
                    RidgeQuantity.TANGENT_ERROR,
                    level -> level.level().sigma() / Math.sqrt(d));
        }
        return mark(
                Chart.bands(
                        "Error across the ridge (normal) and along it (tangent)",
                        NOISE,
                        Chart.Axis.logarithmic("\u03c3 |e| per direction"),
                        lines));
    }

    private Chart push() {
        List<Chart.Series> lines = new ArrayList<>();
        for (RidgePlace place : RidgePlace.values()) {
            add(
                    lines,
                    place.label(),
                    place,
                    RidgeQuantity.SIGNED_NORMAL_ERROR,
                    level -> level.level().sigma());
        }
        return mark(
                Chart.bands(
                        "Push of the error: above 0 away from the ridge",
                        NOISE,
                        Chart.Axis.linear("\u03c3 n\u00b7e"),
                        lines));
    }

    private Chart nearest() {
        List<Chart.Series> lines =
                places(RidgeQuantity.NEAREST, level -> 1 / level.level().alpha());
        return Chart.bands(
                "Distance to the nearest training point",
                NOISE,
                Chart.Axis.logarithmic("distance / \u03b1"),
                lines);
    }

    private List<Chart.Series> places(RidgeQuantity quantity, ToDoubleFunction<RidgeLevel> factor) {
        List<Chart.Series> lines = new ArrayList<>();
        for (RidgePlace place : RidgePlace.values()) {
            add(lines, place.label(), place, quantity, factor);
        }
        return lines;
    }

    /** Medians within 5 % to 95 %. */
    private void add(
            List<Chart.Series> lines,
            String name,
            RidgePlace place,
            RidgeQuantity quantity,
            ToDoubleFunction<RidgeLevel> factor) {
        List<Chart.Point> points = new ArrayList<>();
        for (RidgeLevel level : at(place)) {
            Band band = level.get(quantity);
            double[] q = band.quantiles();
            double by = factor.applyAsDouble(level);
            if (Double.isFinite(q[2] * by)) {
                points.add(new Chart.Point(level.noise(), by * q[2], by * q[0], by * q[4]));
            }
        }
        if (!points.isEmpty()) {
            lines.add(new Chart.Series(name, points));
        }
    }

    private List<RidgeLevel> at(RidgePlace place) {
        return levels.stream().filter(level -> level.place() == place).toList();
    }
}
