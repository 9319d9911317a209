// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.score;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.scorefield.evaluation.report.content.JsonNumbers;
import org.scorefield.evaluation.score.ScoreErrorMetrics;
import org.scorefield.evaluation.score.estimate.Choice;
import org.scorefield.evaluation.score.estimate.ClassEstimate;
import org.scorefield.evaluation.score.estimate.Direction;
import org.scorefield.evaluation.score.estimate.Estimate;
import org.scorefield.evaluation.score.estimate.GradientEstimate;
import org.scorefield.evaluation.score.estimate.KnownError;
import org.scorefield.evaluation.score.estimate.LevelError;
import org.scorefield.evaluation.score.kl.KlBudget;
import org.scorefield.evaluation.score.kl.KlIntegral;

/** A score error evaluation as report.json holds it. A number that is not finite is null. */
final class ScoreErrorJson {
    private final List<LevelError> levels;
    private final KlBudget budget;
    private final int dimension;

    ScoreErrorJson(List<LevelError> levels, KlBudget budget, int dimension) {
        this.levels = levels;
        this.budget = budget;
        this.dimension = dimension;
    }

    JsonObject of(String verdict) {
        GradientEstimate any = levels.get(0).gradient();
        JsonObject json = new JsonObject();
        json.addProperty("verdict", verdict);
        json.addProperty("unit", "epsilon units: squared norm over all coordinates");
        json.addProperty("dimension", dimension);
        json.addProperty("confidence", any.confidence());
        json.addProperty("testFunctions", any.testFunctions());
        json.addProperty("features", any.features());
        JsonArray array = new JsonArray();
        levels.forEach(level -> array.add(level(level)));
        json.add("levels", array);
        JsonObject average = new JsonObject();
        number(average, "denoisingLoss", average(ScoreErrorMetrics.DENOISING_LOSS));
        number(average, "denoisingLossSe", average(ScoreErrorMetrics.DENOISING_LOSS_SE));
        number(average, "gradientError", average(ScoreErrorMetrics.GRADIENT_ERROR));
        number(average, "gradientErrorSe", average(ScoreErrorMetrics.GRADIENT_ERROR_SE));
        number(average, "gradientLowerBound", average(ScoreErrorMetrics.GRADIENT_LOWER_BOUND));
        json.add("average", average);
        json.add("klBudget", budget());
        return json;
    }

    private double average(ScoreErrorMetrics metric) {
        return metric.over(levels);
    }

    private JsonObject budget() {
        JsonObject json = new JsonObject();
        JsonArray range = new JsonArray();
        range.add(budget.path().from());
        range.add(budget.path().to());
        json.add("lambda", range);
        budget.certified().ifPresent(value -> json.add("gradientCertified", integral(value)));
        json.add("gradientEstimate", integral(budget.gradient()));
        budget.upper().ifPresent(value -> json.add("gradientUpper", integral(value)));
        budget.girsanov().ifPresent(value -> json.add("girsanov", integral(value)));
        json.add("denoisingLoss", integral(budget.denoisingLoss()));
        return json;
    }

    private static JsonObject integral(KlIntegral integral) {
        JsonObject json = new JsonObject();
        number(json, "nats", integral.nats());
        number(json, "standardError", integral.standardError());
        number(json, "quadratureError", integral.quadratureError());
        JsonArray contributions = new JsonArray();
        integral.contributions().forEach(contributions::add);
        json.add("contributions", contributions);
        return json;
    }

    private static JsonObject level(LevelError level) {
        JsonObject json = new JsonObject();
        json.addProperty("t", level.level().t());
        json.addProperty("alpha", level.level().alpha());
        json.addProperty("sigma", level.level().sigma());
        json.addProperty("logSnr", level.level().logSnr());
        json.add("denoisingLoss", estimate(level.denoisingLoss()));
        json.add("gradientError", gradient(level.gradient()));
        level.known().ifPresent(known -> json.add("known", known(known)));
        return json;
    }

    private static JsonObject estimate(Estimate estimate) {
        JsonObject json = new JsonObject();
        number(json, "value", estimate.value());
        number(json, "standardError", estimate.standardError());
        json.addProperty("n", estimate.n());
        json.addProperty("clusters", estimate.clusters());
        return json;
    }

    private static JsonObject gradient(GradientEstimate estimate) {
        JsonObject json = new JsonObject();
        number(json, "value", estimate.value());
        number(json, "standardError", estimate.standardError());
        json.add("interval", pair(estimate.interval().low(), estimate.interval().high()));
        number(json, "lowerBound", estimate.lowerBound());
        number(json, "simultaneousBound", estimate.simultaneousBound());
        json.addProperty("n", estimate.n());
        json.addProperty("clusters", estimate.clusters());
        JsonArray classes = new JsonArray();
        for (ClassEstimate found : estimate.classes()) {
            JsonObject one = new JsonObject();
            one.addProperty("testFunctions", found.testFunctions());
            one.addProperty("features", found.features());
            number(one, "value", found.value());
            number(one, "standardError", found.standardError());
            number(one, "lowerBound", found.lowerBound());
            classes.add(one);
        }
        json.add("classes", classes);
        JsonArray choices = new JsonArray();
        for (Choice choice : List.of(estimate.first(), estimate.second())) {
            JsonObject chosen = new JsonObject();
            chosen.addProperty("testFunctions", choice.testFunctions());
            choice.lambda().ifPresent(lambda -> number(chosen, "lambda", lambda));
            choices.add(chosen);
        }
        json.add("choices", choices);
        JsonArray shares = new JsonArray();
        for (Direction direction : estimate.directions()) {
            shares.add(direction.share());
        }
        json.add("directionShares", shares);
        JsonArray notes = new JsonArray();
        estimate.notes().forEach(notes::add);
        json.add("notes", notes);
        return json;
    }

    private static JsonObject known(KnownError known) {
        JsonObject json = new JsonObject();
        json.add("squaredError", estimate(known.squaredError()));
        json.add("gradientUpper", estimate(known.upper()));
        number(json, "gradientUpperBound", known.upperBound());
        known.ratio()
                .ifPresent(
                        ratio -> {
                            JsonObject one = new JsonObject();
                            number(one, "lower", ratio.lower());
                            number(one, "upper", ratio.upper());
                            one.add(
                                    "interval",
                                    pair(ratio.interval().low(), ratio.interval().high()));
                            one.addProperty("confidence", ratio.confidence());
                            json.add("ratio", one);
                        });
        return json;
    }

    private static JsonArray pair(double low, double high) {
        return JsonNumbers.of(new double[] {low, high});
    }

    private static void number(JsonObject json, String name, double value) {
        json.add(name, JsonNumbers.of(value));
    }
}
