// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.report.AuditInput;
import org.scorefield.evaluation.report.AuditSection;
import org.scorefield.evaluation.report.ReferenceRole;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.Numbers;
import org.scorefield.evaluation.report.content.Pixels;
import org.scorefield.evaluation.score.estimate.Direction;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.scorefield.evaluation.score.kl.KlBudget;
import org.scorefield.evaluation.score.kl.KlIntegral;

/** A score error evaluation in words; tables, charts and JSON are beside it. */
final class ScoreErrorSection {
    private static final int LARGEST = 96;
    private static final int DIRECTIONS = 4;

    private final List<LevelError> levels;
    private final KlBudget budget;
    private final AuditInput input;

    /**
     * A section.
     *
     * @param levels errors from little noise to much, at least one
     * @param input what was evaluated
     */
    ScoreErrorSection(List<LevelError> levels, AuditInput input) {
        this.levels = levels;
        this.budget = KlBudget.of(input.model().predictor().schedule(), levels);
        this.input = input;
    }

    /** Noise against signal, the axis of every chart. */
    static double noise(LevelError level) {
        return level.level().sigma() / level.level().alpha();
    }

    AuditSection section() {
        ScoreErrorTables tables = new ScoreErrorTables(levels, budget);
        ScoreErrorCharts charts = new ScoreErrorCharts(levels, budget);
        ScoreErrorJson json = new ScoreErrorJson(levels, budget, input.reference().dimension());
        return new AuditSection(
                ScoreErrorAudit.NAME,
                "Score error",
                verdict(),
                ScoreErrorLight.of(budget, levels, input.reference().dimension()),
                meaning(),
                charts.all(),
                tables.levels(),
                json.of(verdict()),
                AuditSection.Details.NONE
                        .withTables(List.of(tables.budget(), tables.classes()))
                        .withGalleries(directions().map(List::of).orElse(List.of()))
                        .withLimits(limits()));
    }

    private String verdict() {
        List<LevelError> found =
                levels.stream().filter(level -> level.gradient().simultaneousBound() > 0).toList();
        if (!hasBounds()) {
            return "The error that can reach the samples was estimated, with an estimator that"
                    + " gives no confidence bound: nothing is certified.";
        }
        if (found.isEmpty()) {
            return "No error that reaches the samples was detected at "
                    + count(levels.size())
                    + " examined; one outside the classes of potentials, or too small for this"
                    + " number of samples, would be missed.";
        }
        LevelError worst =
                found.stream()
                        .max(
                                Comparator.comparingDouble(
                                        level -> level.gradient().simultaneousBound()))
                        .orElseThrow();
        double bound = worst.gradient().simultaneousBound();
        return "At "
                + found.size()
                + " of "
                + count(levels.size())
                + " part of the score error can reach the samples ("
                + Numbers.percent(worst.gradient().confidence())
                + " confidence for all levels together); the bound is largest at \u03c3/\u03b1 = "
                + Numbers.of(noise(worst))
                + ", where at least "
                + Numbers.of(bound)
                + " of a denoising loss of "
                + Numbers.of(worst.denoisingLoss().value())
                + " ("
                + Numbers.percent(bound / worst.denoisingLoss().value())
                + ") is of that kind. "
                + nats();
    }

    private String nats() {
        double certified = budget.certified().map(KlIntegral::nats).orElse(0.0);
        String least =
                "Along the path it adds at least "
                        + Numbers.of(certified)
                        + " nats to the bound on the divergence of the samples";
        return budget.upper()
                .map(upper -> least + ", and about " + Numbers.of(upper.nats()) + " at most.")
                .orElse(least + ".");
    }

    private boolean hasBounds() {
        return budget.certified().isPresent();
    }

    private static String count(int levels) {
        return levels + (levels == 1 ? " noise level" : " noise levels");
    }

    private List<String> meaning() {
        GradientEstimate any = levels.get(0).gradient();
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "The denoising loss E|\u03b5_\u03b8 \u2212 \u03b5|\u00b2, summed over the "
                        + input.reference().dimension()
                        + " coordinates of a sample, is the squared error of the predicted noise on"
                        + " held-out data; most of it no model could avoid, because a noised sample"
                        + " does not determine its noise.");
        sentences.add(
                "The gradient part is the share of the model's own error that moves probability, and"
                        + " so reaches the samples; the rest, the solenoidal part, circulates along"
                        + " the density and leaves every marginal as it is.");
        sentences.add(
                "It is bounded from below with "
                        + any.features()
                        + " test potentials ("
                        + any.testFunctions()
                        + "), fitted and chosen on one half of the data and certified on the other:"
                        + " the truth may be larger, and a value below zero only says that nothing"
                        + " was found. Bars of the gradient part's estimate are its "
                        + Numbers.percent(any.confidence())
                        + " intervals where it has them, other bars 1.96 standard errors.");
        sentences.add(
                "The divergence of the samples from the data, in nats, is at most that of the"
                        + " starting noise plus the gradient part integrated along the path (KL bound"
                        + " of the reverse SDE). "
                        + (budget.upper().isPresent()
                                ? "Because the true score is known here, the integral is bracketed"
                                        + " from both sides; Girsanov's integral has the whole error"
                                        + " in its place, and the gap between the two never reaches"
                                        + " the samples."
                                : "Because the true score is not known here, only how much of that"
                                        + " bound is certainly there can be said, not how large the"
                                        + " divergence is at most. The denoising loss integrated in"
                                        + " the same way is an upper bound that consists mostly of"
                                        + " what no model can predict."));
        return sentences;
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        limits.add(
                "Samplers that follow the deterministic ODE: the bound is that of the reverse SDE in"
                        + " continuous time.");
        limits.add("Errors of a sampler's finite steps, and guidance.");
        limits.add(
                "The divergence of the noise that sampling starts from, which is added to the bound.");
        limits.add(outside());
        if (input.options().referenceRole() == ReferenceRole.WHOLE) {
            limits.add(
                    "Quality on new data: the reference data were taken for the whole distribution,"
                            + " so a model that has not memorised them shows error.");
        }
        limits.add(
                "Error outside the classes of potentials; shifts of the reference data against what"
                        + " the model was trained for, which show as error.");
        levels.stream()
                .flatMap(level -> level.gradient().notes().stream())
                .distinct()
                .forEach(limits::add);
        return limits;
    }

    private String outside() {
        NoiseSchedule schedule = input.model().predictor().schedule();
        double from = Math.exp(budget.path().from() / 2);
        double to = Math.exp(budget.path().to() / 2);
        double least = Math.exp(-schedule.logSnr(0) / 2);
        double most = Math.exp(-schedule.logSnr(1) / 2);
        return "Noise levels \u03c3/\u03b1 outside "
                + Numbers.of(from)
                + " to "
                + Numbers.of(to)
                + "; the schedule runs from "
                + Numbers.of(least)
                + " to "
                + (Double.isFinite(most) ? Numbers.of(most) : "pure noise")
                + ".";
    }

    /** The directions that carry the error, where samples are images. */
    private Optional<Gallery> directions() {
        long[] shape = input.reference().shape();
        int count =
                Math.min(
                        DIRECTIONS,
                        levels.stream()
                                .mapToInt(level -> level.gradient().directions().size())
                                .max()
                                .orElse(0));
        if (count == 0 || input.options().images() == 0 || !Pixels.possible(shape)) {
            return Optional.empty();
        }
        Pixels pixels = new Pixels(shape, input.subject().range(), LARGEST);
        List<String> columns = new ArrayList<>();
        for (LevelError level : levels) {
            columns.add("\u03c3/\u03b1 = " + Numbers.of(noise(level)));
        }
        List<Gallery.Row> rows = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            List<Optional<Gallery.Picture>> pictures = new ArrayList<>();
            for (LevelError level : levels) {
                List<Direction> directions = level.gradient().directions();
                pictures.add(
                        k < directions.size()
                                ? Optional.of(picture(pixels, directions.get(k)))
                                : Optional.empty());
            }
            rows.add(new Gallery.Row("direction " + (k + 1), pictures));
        }
        return Optional.of(
                new Gallery(
                        "Which directions carry the error",
                        "Principal directions of the gradient of the fitted potential, with their"
                                + " share of its square: what the model adds or leaves out in the"
                                + " direction of such pictures. Orange and blue are opposite signs,"
                                + " and which is which means nothing. Where nothing was certified,"
                                + " they show noise.",
                        columns,
                        rows));
    }

    private static Gallery.Picture picture(Pixels pixels, Direction direction) {
        double[] axis = direction.axis().stream().mapToDouble(Double::doubleValue).toArray();
        return new Gallery.Picture(pixels.direction(axis), Numbers.percent(direction.share()));
    }
}
