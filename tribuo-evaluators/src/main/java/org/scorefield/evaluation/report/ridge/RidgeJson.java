// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.ridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.scorefield.evaluation.report.content.JsonNumbers;
import org.scorefield.evaluation.ridge.DirectionVote;
import org.scorefield.evaluation.ridge.RidgeFindings;
import org.scorefield.evaluation.ridge.statistics.RidgeLevel;
import org.scorefield.evaluation.ridge.statistics.VerdictShares;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/**
 * A ridge evaluation as report.json holds it. A number that is not finite is null; a quantity that
 * no state of a level has is absent.
 */
final class RidgeJson {
    private final List<RidgeLevel> levels;
    private final RidgeFindings findings;

    RidgeJson(List<RidgeLevel> levels, RidgeFindings findings) {
        this.levels = levels;
        this.findings = findings;
    }

    JsonObject of(int dimension) {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", findings.verdict());
        json.addProperty("dimension", dimension);
        json.addProperty("directions", findings.directions());
        json.addProperty("points", findings.points());
        json.addProperty("process", findings.process());
        json.addProperty("kappa", findings.rule().kappa());
        json.addProperty("read", findings.rule().least());
        json.add("radius", radius());
        if (!findings.shares().isEmpty()) {
            json.add("shares", shares(findings.shares()));
        }
        if (!findings.control().isEmpty()) {
            json.add("control", shares(findings.control()));
        }
        json.add("votes", array(findings.votes(), RidgeJson::vote));
        JsonObject phases = new JsonObject();
        phases.add("reach", band(findings.phases().reach()));
        phases.add("slide", band(findings.phases().slide()));
        json.add("phases", phases);
        json.add("levels", array(levels, RidgeJson::level));
        JsonArray warnings = new JsonArray();
        findings.warnings().forEach(warnings::add);
        json.add("warnings", warnings);
        return json;
    }

    /** The name of a quantity: NORMAL_ERROR, normalError. */
    static String name(Enum<?> quantity) {
        StringBuilder name = new StringBuilder();
        for (String word : quantity.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(
                    name.length() == 0
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    private JsonObject radius() {
        JsonObject json = new JsonObject();
        json.add("value", JsonNumbers.of(findings.memory().radius()));
        json.addProperty("source", word(findings.memory().source()));
        json.add("detected", proportion(findings.memory().detected()));
        return json;
    }

    private static JsonObject shares(VerdictShares shares) {
        JsonObject json = new JsonObject();
        for (Verdict verdict : Verdict.values()) {
            json.add(name(verdict), proportion(shares.get(verdict)));
        }
        return json;
    }

    private static JsonObject proportion(Proportion part) {
        JsonObject json = new JsonObject();
        json.addProperty("count", part.count());
        json.addProperty("of", part.of());
        json.addProperty("share", part.share());
        json.addProperty("low", part.low());
        json.addProperty("high", part.high());
        return json;
    }

    private static JsonObject vote(DirectionVote vote) {
        JsonObject json = new JsonObject();
        json.addProperty("noise", vote.level().sigma() / vote.level().alpha());
        json.addProperty("directions", vote.choice().directions());
        json.add("clarity", JsonNumbers.of(vote.clarity()));
        json.add("agreement", proportion(vote.choice().agreement()));
        JsonArray votes = new JsonArray();
        for (int count : vote.choice().votes()) {
            votes.add(count);
        }
        json.add("votes", votes);
        return json;
    }

    private static JsonObject level(RidgeLevel level) {
        JsonObject json = new JsonObject();
        json.addProperty("place", word(level.place()));
        json.addProperty("t", level.level().t());
        json.addProperty("noise", level.noise());
        json.addProperty("count", level.count());
        json.addProperty("undefined", level.undefined());
        json.add("onRidge", proportion(level.onRidge()));
        JsonObject quantities = new JsonObject();
        for (RidgeQuantity quantity : RidgeQuantity.values()) {
            Band band = level.get(quantity);
            if (band.used() > 0) {
                quantities.add(name(quantity), band(band));
            }
        }
        json.add("quantities", quantities);
        return json;
    }

    private static JsonObject band(Band band) {
        JsonObject json = new JsonObject();
        json.add("quantiles", JsonNumbers.of(band.quantiles()));
        json.addProperty("used", band.used());
        json.addProperty("missing", band.missing());
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T> JsonArray array(List<T> values, Function<T, ? extends JsonElement> json) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(json.apply(value)));
        return array;
    }
}
