// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.support.SupportFindings;
import org.scorefield.evaluation.support.alignment.ConditionStep;
import org.scorefield.evaluation.support.alignment.FrameAlignment;
import org.scorefield.evaluation.support.shift.SupportShift;

/** The charts of a support evaluation; one without a number to show is left out. */
final class SupportCharts {
    private static final int BINS = 18;
    private static final int LEAST_BINS = 6;
    private static final double RIGHT_ANGLE = 90;

    private final SupportFindings findings;
    private final int dimension;
    private final ShiftNames names;

    /**
     * Charts.
     *
     * @param findings of the evaluation
     * @param dimension D, numbers in a sample
     */
    SupportCharts(SupportFindings findings, int dimension) {
        this.findings = findings;
        this.dimension = dimension;
        this.names = new ShiftNames(findings.shifts());
    }

    List<Chart> all() {
        return Stream.of(
                        spectrum(),
                        scoreAlignment(),
                        angles(),
                        normalShifts(),
                        tangentShifts(),
                        compression(),
                        slopes())
                .filter(chart -> !chart.series().isEmpty())
                .toList();
    }

    private Chart spectrum() {
        return atGap(
                Chart.bands(
                        "Lyapunov exponents by direction",
                        Chart.Axis.linear("direction i, strongest first"),
                        Chart.Axis.linear("exponent \u03bb, per unit of time"),
                        indexed("\u03bb", findings.exponents())));
    }

    private Chart scoreAlignment() {
        return atGap(
                Chart.bands(
                        "Alignment of directions with the score",
                        Chart.Axis.linear("direction i, strongest first"),
                        Chart.Axis.linear("|u \u00b7 s| / |s|"),
                        indexed("|u \u00b7 s| / |s|", findings.scoreAlignment())));
    }

    private Chart atGap(Chart chart) {
        int chosen = findings.dimension().chosen();
        return chart.series().isEmpty() ? chart : chart.withMark("d = " + chosen, chosen + 0.5);
    }

    private static List<Chart.Series> indexed(String name, List<Band> bands) {
        List<Chart.Point> points = new ArrayList<>();
        for (int i = 0; i < bands.size(); i++) {
            add(points, i + 1, bands.get(i));
        }
        return lines(new Chart.Series(name, points));
    }

    /** Largest angles of samples, in degrees, by frame. */
    private Chart angles() {
        double[] all =
                findings.alignments().stream()
                        .flatMapToDouble(own -> Arrays.stream(degrees(own)))
                        .toArray();
        double largest = Arrays.stream(all).max().orElse(0);
        double width = binWidth(largest);
        int bins = Math.min(BINS, Math.max(LEAST_BINS, (int) (largest / width) + 1));
        List<Chart.Series> bars = new ArrayList<>();
        for (FrameAlignment alignment : findings.alignments()) {
            double[] angles = degrees(alignment);
            if (angles.length > 0) {
                int[] counts = new int[bins];
                for (double angle : angles) {
                    counts[Math.min(bins - 1, (int) (angle / width))]++;
                }
                bars.add(
                        new Chart.Series(
                                "against " + alignment.frame(),
                                IntStream.range(0, bins)
                                        .mapToObj(i -> Chart.Point.of((i + 0.5) * width, counts[i]))
                                        .toList()));
            }
        }
        return Chart.histogram(
                "Largest angle to the tangents",
                Chart.Axis.linear("angle, degrees"),
                "samples",
                bars);
    }

    /** The narrowest of a few widths that leaves no angle beyond the last bin, degrees. */
    private static double binWidth(double largest) {
        return Stream.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, RIGHT_ANGLE / BINS)
                .filter(width -> largest <= BINS * width)
                .findFirst()
                .orElse(RIGHT_ANGLE / BINS);
    }

    private static double[] degrees(FrameAlignment alignment) {
        return Arrays.stream(alignment.largest())
                .filter(Double::isFinite)
                .map(Math::toDegrees)
                .toArray();
    }

    private Chart normalShifts() {
        List<Chart.Series> lines = new ArrayList<>(shifts(SupportShift.End::normal));
        int normals = dimension - findings.dimension().chosen();
        if (!lines.isEmpty() && normals > 0) {
            lines.add(
                    new Chart.Series(
                            "noise left there, \u03c3\u221a(D \u2212 d)",
                            findings.shifts().stream()
                                    .flatMap(shift -> shift.ends().stream())
                                    .mapToDouble(end -> end.level().sigma())
                                    .distinct()
                                    .sorted()
                                    .mapToObj(
                                            sigma ->
                                                    Chart.Point.of(
                                                            sigma, sigma * Math.sqrt(normals)))
                                    .toList()));
        }
        return shift("Shift off the support by an error of the model", lines);
    }

    private Chart tangentShifts() {
        return shift(
                "Shift along the support by the same errors", shifts(SupportShift.End::tangent));
    }

    private static Chart shift(String title, List<Chart.Series> lines) {
        return Chart.bands(
                title,
                Chart.Axis.logarithmic("noise where generation stops, \u03c3"),
                Chart.Axis.logarithmic("shift, units of x"),
                lines);
    }

    private List<Chart.Series> shifts(ToDoubleFunction<SupportShift.End> part) {
        List<Chart.Series> lines = new ArrayList<>();
        for (SupportShift shift : findings.shifts()) {
            List<Chart.Point> points =
                    shift.ends().stream()
                            .sorted(Comparator.comparingDouble(end -> end.level().sigma()))
                            .filter(end -> part.applyAsDouble(end) > 0)
                            .filter(end -> Double.isFinite(part.applyAsDouble(end)))
                            .map(
                                    end ->
                                            Chart.Point.of(
                                                    end.level().sigma(), part.applyAsDouble(end)))
                            .toList();
            lines.add(new Chart.Series(names.of(shift), points));
        }
        return lines(lines.toArray(Chart.Series[]::new));
    }

    private Chart compression() {
        return steps(
                "Compression of normals, and leak into them",
                "factor of a step",
                line("compression of normals", ConditionStep::compression),
                line("leak into normals", ConditionStep::leak));
    }

    private Chart slopes() {
        return steps(
                "Slope of leading directions over tangents",
                "slope",
                line("bound", ConditionStep::bound),
                line("measured", ConditionStep::slope));
    }

    private static Chart steps(String title, String y, Chart.Series... lines) {
        return Chart.bands(
                title,
                Chart.Axis.logarithmic("noise level \u03c3/\u03b1"),
                Chart.Axis.logarithmic(y),
                lines(lines));
    }

    private Chart.Series line(String name, Function<ConditionStep, Band> value) {
        List<Chart.Point> points = new ArrayList<>();
        findings.condition().stream()
                .sorted(Comparator.comparingDouble(step -> noise(step.level())))
                .forEach(step -> add(points, noise(step.level()), value.apply(step)));
        return new Chart.Series(name, points);
    }

    private static double noise(NoiseLevel level) {
        return level.sigma() / level.alpha();
    }

    private static List<Chart.Series> lines(Chart.Series... lines) {
        return Arrays.stream(lines).filter(line -> !line.points().isEmpty()).toList();
    }

    /** A median within 10 to 90 %; without them where one is infinite. */
    private static void add(List<Chart.Point> points, double x, Band band) {
        if (Double.isFinite(band.low() + band.median() + band.high())) {
            points.add(new Chart.Point(x, band.median(), band.low(), band.high()));
        } else if (Double.isFinite(band.median())) {
            points.add(Chart.Point.of(x, band.median()));
        }
    }
}
