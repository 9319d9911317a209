// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON object that a request brings, read key by key.
 *
 * @param json the object
 */
record JsonFields(JsonObject json) {

    private static final String JSON = "application/json";

    /** The body of a request, with no keys but the known. */
    static JsonFields of(Context ctx, Set<String> known) {
        String type = Optional.ofNullable(ctx.contentType()).orElse("nothing");
        if (!type.toLowerCase(Locale.ROOT).startsWith(JSON)) {
            throw new ProblemException(
                    new Problem(
                            415,
                            "Content-Type: expected " + JSON + ", found " + type + "; send JSON"));
        }
        JsonObject json = parse(new String(ctx.bodyAsBytes(), StandardCharsets.UTF_8));
        for (String key : json.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        "body: expected keys among "
                                + new TreeSet<>(known)
                                + ", found "
                                + key
                                + "; correct it or leave it out");
            }
        }
        return new JsonFields(json);
    }

    private static JsonObject parse(String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            JsonElement element = new Gson().getAdapter(JsonElement.class).read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("more than one value");
            }
            if (element != null && element.isJsonObject()) {
                return element.getAsJsonObject();
            }
        } catch (IOException | JsonParseException e) {
            throw new IllegalArgumentException(
                    "body: expected JSON, found another text; check quotes, commas and brackets",
                    e);
        }
        throw new IllegalArgumentException(
                "body: expected a JSON object, found another value; put it in braces");
    }

    Optional<JsonElement> element(String key) {
        return Optional.ofNullable(json.get(key)).filter(value -> !value.isJsonNull());
    }

    JsonElement required(String key) {
        return element(key)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        key + ": expected a value, found none; add it"));
    }

    Optional<String> text(String key) {
        return element(key).map(value -> text(key, value));
    }

    String requiredText(String key) {
        return text(key, required(key));
    }

    Optional<List<String>> texts(String key) {
        return element(key)
                .map(
                        value -> {
                            if (!value.isJsonArray()) {
                                throw wrong(key, "an array of texts", value);
                            }
                            List<String> texts = new ArrayList<>();
                            value.getAsJsonArray().forEach(item -> texts.add(text(key, item)));
                            return texts;
                        });
    }

    Optional<Integer> integer(String key) {
        return element(key)
                .map(
                        value -> {
                            try {
                                return number(key, value).intValueExact();
                            } catch (ArithmeticException e) {
                                throw wrong(key, "a whole number of 32 bits", value);
                            }
                        });
    }

    Optional<Long> wholeNumber(String key) {
        return element(key)
                .map(
                        value -> {
                            try {
                                return number(key, value).longValueExact();
                            } catch (ArithmeticException e) {
                                throw wrong(key, "a whole number of 64 bits", value);
                            }
                        });
    }

    private static BigDecimal number(String key, JsonElement value) {
        if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
            try {
                return primitive.getAsBigDecimal();
            } catch (NumberFormatException e) {
                // Gson refuses exponents whose digits would fill the memory.
                throw wrong(key, "a whole number", value);
            }
        }
        throw wrong(key, "a whole number", value);
    }

    private static String text(String key, JsonElement value) {
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw wrong(key, "a text", value);
    }

    private static IllegalArgumentException wrong(String key, String expected, JsonElement found) {
        String shown = found.toString();
        return new IllegalArgumentException(
                key
                        + ": expected "
                        + expected
                        + ", found "
                        + shown.substring(0, Math.min(shown.length(), 40))
                        + "; correct it");
    }
}
