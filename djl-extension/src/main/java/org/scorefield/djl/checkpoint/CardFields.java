// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A JSON object of a card, read with messages that name the place. */
record CardFields(String source, String place, JsonObject object) {

    /** Refuses keys that are not among these. */
    void allow(List<String> known) throws CheckpointException {
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                String nearest = Names.nearest(key, known);
                throw fail(
                        key,
                        "one of " + known,
                        "this key",
                        nearest == null ? "remove it" : "did you mean \"" + nearest + "\"?");
            }
        }
    }

    Optional<CardFields> object(String key) throws CheckpointException {
        JsonElement value = object.get(key);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (!value.isJsonObject()) {
            throw fail(key, "an object", text(value), "write it in braces");
        }
        return Optional.of(new CardFields(source, place + key + ".", value.getAsJsonObject()));
    }

    Optional<String> string(String key) throws CheckpointException {
        JsonElement value = object.get(key);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (!value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isString()
                || value.getAsString().isBlank()) {
            throw fail(key, "a text", text(value), "write it in quotes");
        }
        return Optional.of(value.getAsString());
    }

    Optional<String> oneOf(String key, List<String> known) throws CheckpointException {
        Optional<String> value = string(key);
        if (value.isPresent() && !known.contains(value.get())) {
            String nearest = Names.nearest(value.get().toLowerCase(Locale.ROOT), known);
            throw fail(
                    key,
                    "one of " + known,
                    '"' + value.get() + '"',
                    nearest == null ? "use one of these" : "did you mean \"" + nearest + "\"?");
        }
        return value;
    }

    Optional<Double> number(String key) throws CheckpointException {
        JsonElement value = object.get(key);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        return Optional.of(finite(key, value));
    }

    /** Returns a list of finite numbers. */
    Optional<double[]> numbers(String key) throws CheckpointException {
        JsonElement value = object.get(key);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (!value.isJsonArray()) {
            throw fail(key, "a list of numbers", text(value), "write it in square brackets");
        }
        var numbers = new double[value.getAsJsonArray().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = finite(key + "[" + i + "]", value.getAsJsonArray().get(i));
        }
        return Optional.of(numbers);
    }

    private double finite(String key, JsonElement value) throws CheckpointException {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            double number = value.getAsDouble();
            if (Double.isFinite(number)) {
                return number;
            }
        }
        throw fail(key, "a finite number", text(value), "write it without quotes");
    }

    CheckpointException fail(String key, String expected, String found, String advice) {
        return new CheckpointException(
                "%s: %s%s: expected %s, found %s; %s"
                        .formatted(
                                source, place, Refusals.printable(key), expected, found, advice));
    }

    private static String text(JsonElement value) {
        return Json.brief(value);
    }
}
