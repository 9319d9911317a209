// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;

/**
 * The main curves of one evaluator, a line for each audit on the same axes.
 *
 * @param names of the lines
 * @param evaluations one for each line; not there where it did not run
 */
record Curves(List<String> names, List<Found> evaluations) {
    /** Half-width of a band in standard errors, for about 95 %. */
    private static final double BAND = 1.96;

    /** Places of 5, 50 and 95 % among the quantiles of a report. */
    private static final int LOW = 0;

    private static final int MEDIAN = 2;
    private static final int HIGH = 4;

    private static final String NOISE = "noise level \u03c3/\u03b1";

    /** Charts of an evaluator; none where it is not known here. */
    List<Chart> of(String evaluator) {
        Stream<Chart> charts =
                switch (evaluator) {
                    case "score-error" ->
                            Stream.of(
                                    chart(
                                            "Denoising error, within 1.96 standard errors",
                                            NOISE,
                                            "squared error, epsilon units",
                                            Curves::denoising),
                                    chart(
                                            "Gradient part: certified (at the bottom: none),"
                                                    + " shaded up to the end of its interval",
                                            NOISE,
                                            "squared error, epsilon units",
                                            Curves::gradient));
                    case "marginal-energy" ->
                            Stream.of(
                                    chart(
                                            "Drift error, blind, on the way of generation: median"
                                                    + " within 10 to 90 %",
                                            NOISE,
                                            "drift error",
                                            found -> drift(found, "trajectory")),
                                    chart(
                                            "Drift error, blind, on noised data: median within 10"
                                                    + " to 90 %",
                                            NOISE, "drift error", found -> drift(found, "noised")));
                    case "ridge" ->
                            Stream.of(
                                    chart(
                                            "Share of samples on the ridge within its interval",
                                            NOISE,
                                            "share",
                                            Curves::onRidge),
                                    chart(
                                            "Distance of samples to the ridge: median within 5 to"
                                                    + " 95 %",
                                            NOISE,
                                            "\u03c1 = distance / (\u03c3 \u221a(D \u2212 d))",
                                            Curves::distance));
                    case "support" ->
                            Stream.of(
                                    chart(
                                            "Shift off the support by the own error: median within"
                                                    + " its interval",
                                            "noise where generation stops, \u03c3",
                                            "shift, units of x",
                                            Curves::shift));
                    default -> Stream.of();
                };
        return charts.filter(chart -> !chart.series().isEmpty()).toList();
    }

    /** The numbers of a chart: a row for each position, a column for each audit. */
    static Table table(Chart chart) {
        TreeSet<Double> positions = new TreeSet<>();
        chart.series().forEach(one -> one.points().forEach(point -> positions.add(point.x())));
        List<String> heads = new ArrayList<>(List.of(chart.x().title()));
        chart.series().forEach(one -> heads.add(one.name()));
        List<List<String>> rows = new ArrayList<>();
        for (double x : positions) {
            List<String> row = new ArrayList<>(List.of(Numbers.of(x)));
            for (Chart.Series one : chart.series()) {
                row.add(
                        one.points().stream()
                                .filter(point -> point.x() == x)
                                .findFirst()
                                .map(Curves::cell)
                                .orElse(Numbers.NONE));
            }
            rows.add(row);
        }
        return new Table(chart.title(), heads, rows);
    }

    private static String cell(Chart.Point point) {
        return point.low() == point.high()
                ? Numbers.of(point.y())
                : Numbers.of(point.y())
                        + " ("
                        + Numbers.brief(point.low())
                        + " to "
                        + Numbers.brief(point.high())
                        + ")";
    }

    private Chart chart(
            String title, String x, String y, Function<Found, List<Chart.Point>> points) {
        List<Chart.Series> lines = new ArrayList<>();
        IntStream.range(0, names.size())
                .mapToObj(
                        i ->
                                new Chart.Series(
                                        names.get(i),
                                        points.apply(evaluations.get(i)).stream()
                                                .sorted(Comparator.comparingDouble(Chart.Point::x))
                                                .toList()))
                .filter(line -> !line.points().isEmpty())
                .forEach(lines::add);
        boolean positive =
                lines.stream()
                        .flatMap(line -> line.points().stream())
                        .anyMatch(point -> point.y() > 0);
        Chart.Axis up =
                positive && !y.equals("share") ? Chart.Axis.logarithmic(y) : Chart.Axis.linear(y);
        return Chart.bands(title, Chart.Axis.logarithmic(x), up, lines);
    }

    private static List<Chart.Point> denoising(Found evaluation) {
        List<Chart.Point> points = new ArrayList<>();
        for (Found level : evaluation.list("levels")) {
            double loss = level.number("denoisingLoss", "value");
            double bar = BAND * level.number("denoisingLoss", "standardError");
            add(points, noise(level), loss, loss - bar, loss + bar);
        }
        return points;
    }

    private static List<Chart.Point> gradient(Found evaluation) {
        List<Chart.Point> points = new ArrayList<>();
        for (Found level : evaluation.list("levels")) {
            double bound = Math.max(0, level.number("gradientError", "simultaneousBound"));
            List<Found> ends = level.list("gradientError", "interval");
            double high = ends.size() == 2 ? ends.get(1).number() : Double.NaN;
            add(points, noise(level), bound, bound, Math.max(bound, high));
        }
        return points;
    }

    private static double noise(Found level) {
        return level.number("sigma") / level.number("alpha");
    }

    private static List<Chart.Point> drift(Found evaluation, String place) {
        List<Chart.Point> points = new ArrayList<>();
        for (Found level : evaluation.list("levels")) {
            if (level.text("place").equals(place)) {
                Found band = level.at("metrics", "trainedDriftError");
                add(
                        points,
                        level.number("noise"),
                        band.number("median"),
                        band.number("low"),
                        band.number("high"));
            }
        }
        return points;
    }

    private static List<Chart.Point> onRidge(Found evaluation) {
        List<Chart.Point> points = new ArrayList<>();
        for (Found level : evaluation.list("levels")) {
            if (level.text("place").equals("samples")) {
                Found part = level.at("onRidge");
                add(
                        points,
                        level.number("noise"),
                        part.number("share"),
                        part.number("low"),
                        part.number("high"));
            }
        }
        return points;
    }

    private static List<Chart.Point> distance(Found evaluation) {
        List<Chart.Point> points = new ArrayList<>();
        for (Found level : evaluation.list("levels")) {
            List<Found> rho = level.list("quantities", "rho", "quantiles");
            if (level.text("place").equals("samples") && rho.size() > HIGH) {
                add(
                        points,
                        level.number("noise"),
                        rho.get(MEDIAN).number(),
                        rho.get(LOW).number(),
                        rho.get(HIGH).number());
            }
        }
        return points;
    }

    private static List<Chart.Point> shift(Found evaluation) {
        List<Chart.Point> points = new ArrayList<>();
        Found own = evaluation.first("shifts", shift -> shift.text("source").equals("own"));
        for (Found end : own.list("ends")) {
            List<Found> ends = end.list("medianInterval");
            double low = ends.size() == 2 ? ends.get(0).number() : Double.NaN;
            double high = ends.size() == 2 ? ends.get(1).number() : Double.NaN;
            add(points, end.number("level", "sigma"), end.number("median"), low, high);
        }
        return points;
    }

    /** A point within its band, without one where an end is not known; none without a value. */
    private static void add(List<Chart.Point> points, double x, double y, double low, double high) {
        if (x > 0 && Double.isFinite(x) && Double.isFinite(y)) {
            points.add(
                    Double.isFinite(low + high)
                            ? new Chart.Point(x, y, low, high)
                            : Chart.Point.of(x, y));
        }
    }
}
