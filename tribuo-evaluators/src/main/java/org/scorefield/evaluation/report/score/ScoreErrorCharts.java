// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.score.estimate.Estimate;
import org.scorefield.evaluation.score.estimate.Interval;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.scorefield.evaluation.score.kl.KlBudget;
import org.scorefield.evaluation.score.kl.KlIntegral;

/** The charts of a score error evaluation. */
final class ScoreErrorCharts {
    /** Half-width of other bars in standard errors. */
    private static final double BAR = 1.96;

    private static final Chart.Axis X = Chart.Axis.logarithmic("noise level \u03c3/\u03b1");

    private final List<LevelError> levels;
    private final KlBudget budget;
    private final boolean known;

    ScoreErrorCharts(List<LevelError> levels, KlBudget budget) {
        this.levels = levels;
        this.budget = budget;
        this.known = budget.girsanov().isPresent();
    }

    List<Chart> all() {
        return List.of(errors(), gradient(), budget());
    }

    /** The error of each level in parts, or, where the score is unknown, the denoising loss. */
    private Chart errors() {
        List<Chart.Series> parts = new ArrayList<>();
        if (known) {
            parts.add(series("gradient part found", level -> found(level, lower(level))));
            parts.add(
                    series(
                            "gradient or solenoidal",
                            level -> part(level, Math.max(0, upper(level) - lower(level)))));
            parts.add(
                    series(
                            "solenoidal",
                            level -> part(level, Math.max(0, whole(level) - upper(level)))));
            return Chart.stacked(
                    "Score error in its parts", X, "squared error, epsilon units", parts);
        }
        parts.add(series("gradient part, certified", level -> part(level, certified(level))));
        parts.add(
                series(
                        "estimate beyond it",
                        level -> part(level, Math.max(0, lower(level) - certified(level)))));
        parts.add(
                series(
                        "rest, mostly unavoidable",
                        level -> {
                            double under = Math.max(lower(level), certified(level));
                            Estimate loss = level.denoisingLoss();
                            return part(
                                    level,
                                    Math.max(0, loss.value() - under),
                                    loss.value() - under,
                                    loss.standardError());
                        }));
        return Chart.stacked(
                "Denoising loss and what of it is certified",
                X,
                "squared error, epsilon units",
                parts);
    }

    /** The gradient part alone. */
    private Chart gradient() {
        List<Chart.Series> lines = new ArrayList<>();
        lines.add(series("estimate", level -> found(level, level.gradient().value())));
        if (budget.certified().isPresent()) {
            lines.add(
                    series(
                            Numbers.percent(levels.get(0).gradient().confidence())
                                    + " lower bound, all levels",
                            level -> point(level, level.gradient().simultaneousBound(), 0)));
        }
        if (known) {
            lines.add(series("upper bound", level -> point(level, upperBound(level), 0)));
        }
        return Chart.lines(
                "Gradient part of the error",
                X,
                new Chart.Axis(
                        known ? "|\u03a0e|\u00b2" : "|\u03a0e|\u00b2 within the test potentials",
                        scale(lines.get(0).points())),
                lines);
    }

    /** What each level adds to the bound on the divergence. */
    private Chart budget() {
        KlIntegral estimate = budget.gradient();
        KlIntegral certain = budget.certified().orElse(estimate);
        List<Chart.Series> parts = new ArrayList<>();
        List<Chart.Point> first = new ArrayList<>();
        List<Chart.Point> second = new ArrayList<>();
        List<Chart.Point> third = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            LevelError level = levels.get(i);
            double sure = Math.max(0, certain.contributions().get(i));
            double found = Math.max(sure, estimate.contributions().get(i));
            first.add(part(level, sure));
            if (known) {
                double most =
                        Math.max(found, budget.upper().orElse(estimate).contributions().get(i));
                double whole =
                        Math.max(most, budget.girsanov().orElse(estimate).contributions().get(i));
                second.add(part(level, most - sure));
                third.add(part(level, whole - most));
            } else {
                double error = budget.path().nats().get(i) * level.gradient().standardError();
                second.add(
                        part(level, found - sure, estimate.contributions().get(i) - sure, error));
            }
        }
        parts.add(
                new Chart.Series(budget.certified().isPresent() ? "certified" : "estimate", first));
        if (known) {
            parts.add(new Chart.Series("gradient part at most", second));
            parts.add(new Chart.Series("Girsanov: never reaches the samples", third));
        } else if (budget.certified().isPresent()) {
            parts.add(new Chart.Series("estimate beyond it", second));
        }
        return Chart.stacked("KL budget along the path", X, "nats of each level", parts);
    }

    private Chart.Series series(String name, Function<LevelError, Chart.Point> point) {
        return new Chart.Series(name, levels.stream().map(point).toList());
    }

    private double certified(LevelError level) {
        double bound = level.gradient().simultaneousBound();
        return Math.max(0, Double.isNaN(bound) ? level.gradient().value() : bound);
    }

    private static double lower(LevelError level) {
        return Math.max(0, level.gradient().value());
    }

    private static double upper(LevelError level) {
        double upper = level.known().map(KnownError::upper).map(Estimate::value).orElse(0.0);
        // The matrix that it removes is fitted, and its noise may lift it above the whole error.
        return Math.max(lower(level), Math.min(upper, whole(level)));
    }

    private static double upperBound(LevelError level) {
        return level.known().map(KnownError::upperBound).orElse(Double.NaN);
    }

    private static double whole(LevelError level) {
        return level.known().map(KnownError::squaredError).map(Estimate::value).orElse(0.0);
    }

    private static Chart.Scale scale(List<Chart.Point> points) {
        return points.stream().allMatch(point -> point.y() > 0)
                ? Chart.Scale.LOGARITHMIC
                : Chart.Scale.LINEAR;
    }

    private static Chart.Point part(LevelError level, double height) {
        return new Chart.Point(ScoreErrorSection.noise(level), height, height, height);
    }

    /** The gradient part's estimate with its interval; standard errors where it has none. */
    private static Chart.Point found(LevelError level, double height) {
        Interval interval = level.gradient().interval();
        return Double.isFinite(interval.low()) && Double.isFinite(interval.high())
                ? new Chart.Point(
                        ScoreErrorSection.noise(level), height, interval.low(), interval.high())
                : part(level, height, level.gradient().value(), level.gradient().standardError());
    }

    /** A part with an error bar about a value that may lie elsewhere than its top. */
    private static Chart.Point part(LevelError level, double height, double value, double error) {
        double bar = Double.isFinite(error) ? BAR * error : 0;
        return new Chart.Point(ScoreErrorSection.noise(level), height, value - bar, value + bar);
    }

    private static Chart.Point point(LevelError level, double y, double error) {
        return part(level, y, y, error);
    }
}
