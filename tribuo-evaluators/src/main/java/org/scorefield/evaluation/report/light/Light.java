// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.light;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.scorefield.evaluation.report.content.JsonNumbers;
import org.scorefield.evaluation.report.content.Numbers;

/**
 * A traffic light: what an evaluator's result means for somebody who has to decide.
 *
 * @param colour green, amber, red, or grey for undecided or not applicable
 * @param sentence the number, its interval and the threshold that decided, or why nothing did
 * @param measure what decided, where something did
 * @param basis where the thresholds come from, in one or two sentences
 */
public record Light(Colour colour, String sentence, Optional<Measure> measure, String basis) {

    /** Of a section that decides nothing. */
    public static final Light NONE =
            notApplicable("this evaluator describes and gives no light.", "");

    /**
     * The light of a measured number.
     *
     * @param measure the number, its interval and the thresholds
     * @param basis where the thresholds come from
     * @return the light
     */
    public static Light of(Measure measure, String basis) {
        Colour colour = measure.colour();
        String what =
                Character.toUpperCase(measure.quantity().charAt(0))
                        + measure.quantity().substring(1);
        String sentence =
                what
                        + ": measured "
                        + measure.measured()
                        + " at "
                        + Numbers.percent(measure.confidence())
                        + " confidence; "
                        + measure.thresholds()
                        + ".";
        return new Light(colour, sentence + why(measure, colour), Optional.of(measure), basis);
    }

    private static String why(Measure measure, Colour colour) {
        return switch (colour) {
            case GREEN, RED -> "";
            case GREY -> " Undecided: the interval allows both.";
            case AMBER ->
                    measure.low() < measure.amber()
                            ? " Red is excluded; green is not certain."
                            : measure.high() >= measure.red()
                                    ? " Green is excluded; red is not certain."
                                    : " Between the two.";
        };
    }

    /**
     * Grey: the numbers do not decide.
     *
     * @param why what is missing and what to do, as the rest of a sentence, with its full stop
     * @param basis where the thresholds come from
     * @return the light
     */
    public static Light undecided(String why, String basis) {
        return new Light(Colour.GREY, "Undecided: " + why, Optional.empty(), basis);
    }

    /**
     * Grey: the question is not one of this checkpoint.
     *
     * @param why as the rest of a sentence, with its full stop
     * @param basis where the thresholds come from
     * @return the light
     */
    public static Light notApplicable(String why, String basis) {
        return new Light(Colour.GREY, "Not applicable: " + why, Optional.empty(), basis);
    }

    /**
     * The more severe of two lights.
     *
     * @param other the other one
     * @return this one where they are equally severe
     */
    public Light or(Light other) {
        return other.colour.compareTo(colour) > 0 ? other : this;
    }

    /**
     * This light with one more sentence, where its colour is one of some.
     *
     * @param advice the sentence
     * @param colours those that it is for
     * @return a light, this one where its colour is none of them
     */
    public Light advise(String advice, Colour... colours) {
        for (Colour one : colours) {
            if (one == colour) {
                return new Light(colour, sentence + " " + advice, measure, basis);
            }
        }
        return this;
    }

    /**
     * The light as report.json holds it; an end of an interval that is not known is null.
     *
     * @return a new object
     */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("colour", colour.word());
        json.addProperty("sentence", sentence);
        if (measure.isPresent()) {
            Measure one = measure.get();
            json.addProperty("quantity", one.quantity());
            json.add("value", JsonNumbers.of(one.value()));
            json.add("interval", JsonNumbers.of(new double[] {one.low(), one.high()}));
            json.addProperty("confidence", one.confidence());
            json.addProperty("amber", one.amber());
            json.addProperty("red", one.red());
        }
        json.addProperty("basis", basis);
        return json;
    }

    /**
     * The light that {@link #toJson} wrote.
     *
     * @param element what was read
     * @return nothing where the element is no light
     */
    public static Optional<Light> of(JsonElement element) {
        if (!element.isJsonObject()
                || !element.getAsJsonObject().has("colour")
                || !element.getAsJsonObject().has("sentence")) {
            return Optional.empty();
        }
        JsonObject json = element.getAsJsonObject();
        Optional<Measure> measure = Optional.empty();
        if (json.has("quantity")) {
            JsonArray ends = json.getAsJsonArray("interval");
            measure =
                    Optional.of(
                            new Measure(
                                    json.get("quantity").getAsString(),
                                    number(json.get("value"), Double.NaN),
                                    number(ends.get(0), Double.NEGATIVE_INFINITY),
                                    number(ends.get(1), Double.POSITIVE_INFINITY),
                                    json.get("confidence").getAsDouble(),
                                    json.get("amber").getAsDouble(),
                                    json.get("red").getAsDouble()));
        }
        return Optional.of(
                new Light(
                        Colour.of(json.get("colour").getAsString()),
                        json.get("sentence").getAsString(),
                        measure,
                        json.has("basis") ? json.get("basis").getAsString() : ""));
    }

    private static double number(JsonElement json, double none) {
        return json.isJsonNull() ? none : json.getAsDouble();
    }
}
