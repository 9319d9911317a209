// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.score.estimate.ClassEstimate;
import org.scorefield.evaluation.score.estimate.Estimate;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.scorefield.evaluation.score.kl.KlBudget;
import org.scorefield.evaluation.score.kl.KlIntegral;

/** The tables of a score error evaluation. */
final class ScoreErrorTables {
    private static final String NONE = "\u2013";

    private final List<LevelError> levels;
    private final KlBudget budget;

    ScoreErrorTables(List<LevelError> levels, KlBudget budget) {
        this.levels = levels;
        this.budget = budget;
    }

    /** Errors, level by level. */
    Table levels() {
        boolean known = levels.stream().anyMatch(level -> level.known().isPresent());
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "t",
                                "\u03c3/\u03b1",
                                "denoising loss",
                                "gradient part",
                                "at least",
                                "at least, all"));
        if (known) {
            columns.addAll(List.of("at most", "whole error", "ratio"));
        }
        columns.add("n");
        List<List<String>> rows = new ArrayList<>();
        for (LevelError level : levels) {
            GradientEstimate gradient = level.gradient();
            List<String> row =
                    new ArrayList<>(
                            List.of(
                                    Numbers.of(level.level().t()),
                                    Numbers.of(ScoreErrorSection.noise(level)),
                                    of(level.denoisingLoss()),
                                    Numbers.of(gradient.value(), gradient.standardError()),
                                    number(gradient.lowerBound()),
                                    number(gradient.simultaneousBound())));
            if (known) {
                row.add(level.known().map(k -> number(k.upperBound())).orElse(NONE));
                row.add(level.known().map(k -> of(k.squaredError())).orElse(NONE));
                row.add(level.known().flatMap(KnownError::ratio).map(this::of).orElse(NONE));
            }
            row.add(String.valueOf(gradient.n()));
            rows.add(row);
        }
        String confidence = Numbers.percent(levels.get(0).gradient().confidence());
        return new Table(
                "Score error per noise level, in epsilon units (value \u00b1 standard error; at"
                        + " least: "
                        + confidence
                        + " lower bound at the level; at least, all: "
                        + confidence
                        + " lower bounds that hold together"
                        + (known
                                ? "; at most: upper bound; whole error: gradient and solenoidal"
                                        + " part; ratio: interval of gradient part over whole error"
                                : "")
                        + ")",
                columns,
                rows);
    }

    private String of(KnownError.Ratio ratio) {
        return Numbers.of(ratio.interval().low()) + " to " + Numbers.of(ratio.interval().high());
    }

    /** The integrals along the path. */
    Table budget() {
        List<List<String>> rows = new ArrayList<>();
        row(rows, "gradient part, certified at least", budget.certified());
        row(rows, "gradient part, estimate from below", Optional.of(budget.gradient()));
        row(rows, "gradient part, estimate from above", budget.upper());
        row(rows, "whole error (Girsanov)", budget.girsanov());
        budget.girsanov()
                .ifPresent(
                        whole ->
                                rows.add(
                                        List.of(
                                                "gap that never reaches the samples, at least",
                                                Numbers.of(
                                                        Math.max(
                                                                0,
                                                                whole.nats()
                                                                        - budget.upper()
                                                                                .orElse(whole)
                                                                                .nats())),
                                                NONE,
                                                NONE)));
        row(rows, "denoising loss (most of it unavoidable)", Optional.of(budget.denoisingLoss()));
        return new Table(
                "KL budget: half the integral over log(\u03c3\u00b2/\u03b1\u00b2) from "
                        + Numbers.of(budget.path().from())
                        + " to "
                        + Numbers.of(budget.path().to())
                        + ", in nats, with the standard error and the error of quadrature (the larger"
                        + " change when every other level is left out)",
                List.of("integral of", "nats", "statistical", "quadrature"),
                rows);
    }

    private static void row(List<List<String>> rows, String name, Optional<KlIntegral> integral) {
        integral.ifPresent(
                value ->
                        rows.add(
                                List.of(
                                        name,
                                        Numbers.of(value.nats()),
                                        value.standardError() > 0
                                                ? "\u00b1 " + Numbers.of(value.standardError())
                                                : NONE,
                                        Double.isNaN(value.quadratureError())
                                                ? "unknown"
                                                : "\u00b1 "
                                                        + Numbers.of(value.quadratureError()))));
    }

    /** What each class of potentials certifies. */
    Table classes() {
        List<String> columns = new ArrayList<>(List.of("class", "potentials"));
        levels.forEach(level -> columns.add(Numbers.of(ScoreErrorSection.noise(level))));
        List<String> names =
                levels.stream()
                        .flatMap(level -> level.gradient().classes().stream())
                        .map(ClassEstimate::testFunctions)
                        .distinct()
                        .toList();
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name, features(name)));
            for (LevelError level : levels) {
                row.add(cell(level.gradient(), name));
            }
            rows.add(row);
        }
        return new Table(
                "What each class of potentials finds by itself, per \u03c3/\u03b1: lower bound at the"
                        + " level, or the estimate where there is no bound; a star marks what was"
                        + " chosen on either half, without the half that certifies it",
                columns,
                rows);
    }

    private String features(String name) {
        return levels.stream()
                .flatMap(level -> level.gradient().classes().stream())
                .filter(found -> found.testFunctions().equals(name))
                .findFirst()
                .map(found -> String.valueOf(found.features()))
                .orElse(NONE);
    }

    private static String cell(GradientEstimate gradient, String name) {
        Set<String> chosen =
                Set.copyOf(
                        List.of(
                                gradient.first().testFunctions(),
                                gradient.second().testFunctions()));
        return gradient.classes().stream()
                .filter(found -> found.testFunctions().equals(name))
                .findFirst()
                .map(
                        found ->
                                Numbers.of(
                                                Double.isNaN(found.lowerBound())
                                                        ? found.value()
                                                        : found.lowerBound())
                                        + (chosen.contains(name) ? " *" : ""))
                .orElse(NONE);
    }

    private static String of(Estimate estimate) {
        return Numbers.of(estimate.value(), estimate.standardError());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? NONE : Numbers.of(value);
    }
}
