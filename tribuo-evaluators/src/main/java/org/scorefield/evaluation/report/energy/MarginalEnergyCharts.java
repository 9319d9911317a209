// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.energy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.findings.EnergyFindings;
import org.scorefield.evaluation.energy.findings.EnergySlice;
import org.scorefield.evaluation.energy.findings.GainCurve;
import org.scorefield.evaluation.energy.findings.PosteriorCurve;
import org.scorefield.evaluation.energy.statistics.EnergyLevel;
import org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics;
import org.scorefield.evaluation.energy.statistics.Place;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.HeatMap;
import org.scorefield.evaluation.report.content.Numbers;

/** The charts of a marginal-energy evaluation; one without a number to show is left out. */
final class MarginalEnergyCharts {
    private static final List<MarginalEnergyMetrics> NONE = List.of();

    private static final List<MarginalEnergyMetrics> PARTS =
            List.of(
                    MarginalEnergyMetrics.NATURAL,
                    MarginalEnergyMetrics.TRANSPORT,
                    MarginalEnergyMetrics.DRIFT);

    private final List<EnergyLevel> levels;
    private final EnergyFindings findings;
    private final NoiseAxis noise;

    MarginalEnergyCharts(List<EnergyLevel> levels, EnergyFindings findings, NoiseAxis noise) {
        this.levels = levels;
        this.findings = findings;
        this.noise = noise;
    }

    List<Chart> all() {
        return Stream.of(
                        gains(),
                        driftErrors(Place.TRAJECTORY, "Drift error on the way of generation"),
                        driftErrors(Place.NOISED, "Drift error on noised data"),
                        noiseSeen(),
                        gaps(),
                        posteriors(),
                        shares(),
                        codimension())
                .filter(chart -> !chart.series().isEmpty())
                .toList();
    }

    /** |nu| of each parameterisation. */
    private Chart gains() {
        List<Chart.Series> lines = new ArrayList<>();
        for (GainCurve curve : findings.gains()) {
            double[] t = curve.t();
            double[] nu = curve.nu();
            List<Chart.Point> points = new ArrayList<>();
            for (int i = 0; i < t.length; i++) {
                double size = Math.abs(nu[i]);
                if (noise.shows(t[i]) && Double.isFinite(size)) {
                    points.add(Chart.Point.of(noise.at(t[i]), size));
                }
            }
            String own = curve.prediction().equals(findings.prediction()) ? " (this model)" : "";
            lines.add(new Chart.Series(curve.prediction() + own, points));
        }
        return bands(
                "How much the sampler amplifies an error",
                Chart.Axis.logarithmic("gain |\u03bd|"),
                lines);
    }

    private Chart driftErrors(Place place, String title) {
        List<Chart.Series> lines =
                List.of(
                        series("best blind", place, MarginalEnergyMetrics.OPTIMAL_DRIFT_ERROR),
                        series(
                                "this model, blind",
                                place,
                                MarginalEnergyMetrics.TRAINED_DRIFT_ERROR),
                        series(
                                "this model, told t",
                                place,
                                MarginalEnergyMetrics.TOLD_DRIFT_ERROR));
        return bands(title, Chart.Axis.logarithmic("|\u0394v|, per coordinate"), lines);
    }

    /** The noise that the posterior sees over the true one. */
    private Chart noiseSeen() {
        return bands(
                "Noise that a state seems to have, over the true one",
                Chart.Axis.logarithmic("seen / true"),
                places(MarginalEnergyMetrics.POSTERIOR_RATIO, ""));
    }

    private Chart gaps() {
        List<Chart.Series> lines = new ArrayList<>();
        lines.addAll(places(MarginalEnergyMetrics.J1, "J1, "));
        lines.addAll(places(MarginalEnergyMetrics.J2, "J2, "));
        return bands("Jensen gaps", Chart.Axis.linear("J"), lines);
    }

    private List<Chart.Series> places(MarginalEnergyMetrics metric, String prefix) {
        return Stream.of(Place.NOISED, Place.TRAJECTORY)
                .map(place -> series(prefix + place.label(), place, metric))
                .toList();
    }

    /** p(t | u) of a few states, each over its peak. */
    private Chart posteriors() {
        List<Chart.Series> lines = new ArrayList<>();
        for (PosteriorCurve curve : few(findings.posteriors())) {
            double[] t = curve.t();
            double[] density = curve.density();
            double peak = Arrays.stream(density).filter(Double::isFinite).max().orElse(0);
            List<Chart.Point> points = new ArrayList<>();
            for (int i = 0; i < t.length; i++) {
                double height = density[i] / peak;
                if (noise.shows(t[i]) && Double.isFinite(height)) {
                    points.add(Chart.Point.of(noise.at(t[i]), height));
                }
            }
            lines.add(new Chart.Series(name(curve), points));
        }
        return bands(
                "Noise levels that could have made a state, p(t | u)",
                Chart.Axis.linear("p(t | u) over its peak"),
                lines);
    }

    private String name(PosteriorCurve curve) {
        return Double.isNaN(curve.time())
                ? curve.place().label()
                : curve.place().label() + ", \u03c3/\u03b1 = " + Numbers.of(noise.at(curve.time()));
    }

    /** Of noised data with little, middling and much noise, of data and of samples. */
    private static List<PosteriorCurve> few(List<PosteriorCurve> all) {
        List<PosteriorCurve> noised = at(all, Place.NOISED);
        List<PosteriorCurve> few = new ArrayList<>();
        if (!noised.isEmpty()) {
            int last = noised.size() - 1;
            IntStream.of(last, last / 2, 0).distinct().mapToObj(noised::get).forEach(few::add);
        }
        at(all, Place.DATA).stream().limit(1).forEach(few::add);
        at(all, Place.SAMPLE).stream().limit(1).forEach(few::add);
        return few;
    }

    private static List<PosteriorCurve> at(List<PosteriorCurve> all, Place place) {
        return all.stream().filter(curve -> curve.place() == place).toList();
    }

    /** Sizes of the three parts of the optimal blind target, as shares of their sum. */
    private Chart shares() {
        List<EnergyLevel> shown =
                at(Place.NOISED).stream()
                        .filter(level -> size(level) > 0 && Double.isFinite(size(level)))
                        .toList();
        List<Chart.Series> bars = new ArrayList<>();
        for (MarginalEnergyMetrics part : shown.isEmpty() ? NONE : PARTS) {
            bars.add(
                    new Chart.Series(
                            part.label(),
                            shown.stream()
                                    .map(
                                            level ->
                                                    Chart.Point.of(
                                                            noise.at(level.t()),
                                                            level.get(part).mean() / size(level)))
                                    .toList()));
        }
        return Chart.stacked(
                "What the best blind answer is made of",
                noise.axis(),
                "share of the parts' sizes",
                bars);
    }

    private static double size(EnergyLevel level) {
        return PARTS.stream().mapToDouble(part -> level.get(part).mean()).sum();
    }

    /** The estimate of the codimension by distance. */
    private Chart codimension() {
        List<Chart.Point> points = new ArrayList<>();
        findings.slopes()
                .ifPresent(
                        slopes -> {
                            for (int i = 0; i < slopes.r().size(); i++) {
                                add(points, slopes.r().get(i), slopes.codimension().get(i));
                            }
                        });
        return Chart.bands(
                "Codimension by distance, only where codimension > 1/q",
                Chart.Axis.logarithmic("distance from the data"),
                Chart.Axis.linear("codimension"),
                points.isEmpty() ? List.of() : List.of(new Chart.Series("codimension", points)));
    }

    /** The energy on a plane. */
    Optional<HeatMap> landscape() {
        return findings.slice().filter(MarginalEnergyCharts::isPlane).map(this::landscape);
    }

    private static boolean isPlane(EnergySlice slice) {
        return slice.x().length > 1 && slice.y().length > 1;
    }

    private HeatMap landscape(EnergySlice slice) {
        return new HeatMap(
                "Energy landscape on a plane",
                "E(u) = \u2212log p(u) on a plane through three points; dark is low, lines join"
                        + " points of equal energy, and the lightest colour stands for all that is"
                        + " higher. Wells at single marked data are what a model that memorises"
                        + " them would fall into.",
                new HeatMap.Axis("along the first axis, data units", slice.x()),
                new HeatMap.Axis("along the second axis", slice.y()),
                "energy in nats",
                slice.energy(),
                slice.marks().stream()
                        .map(mark -> new HeatMap.Mark(mark.label(), mark.x(), mark.y()))
                        .toList());
    }

    private Chart bands(String title, Chart.Axis y, List<Chart.Series> lines) {
        return Chart.bands(
                title,
                noise.axis(),
                y,
                lines.stream().filter(line -> !line.points().isEmpty()).toList());
    }

    /** Medians within 10 % to 90 %. */
    private Chart.Series series(String name, Place place, MarginalEnergyMetrics metric) {
        List<Chart.Point> points = new ArrayList<>();
        for (EnergyLevel level : at(place)) {
            add(points, noise.at(level.t()), level.get(metric));
        }
        return new Chart.Series(name, points);
    }

    private static void add(List<Chart.Point> points, double x, Band band) {
        if (Double.isFinite(x + band.low() + band.median() + band.high())) {
            points.add(new Chart.Point(x, band.median(), band.low(), band.high()));
        }
    }

    /** Levels of a place that have a place on the axis, from little noise to much. */
    private List<EnergyLevel> at(Place place) {
        return levels.stream()
                .filter(level -> level.place() == place && noise.shows(level.t()))
                .sorted(Comparator.comparingDouble(EnergyLevel::t))
                .toList();
    }
}
