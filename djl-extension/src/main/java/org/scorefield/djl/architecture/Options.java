// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * An architecture's options, read with checks. A key that is absent and a key that is null both
 * give an empty result; {@link #isNull} tells them apart. Keys that start with an underscore belong
 * to diffusers and are never unknown.
 */
public final class Options {

    private final JsonObject json;

    private Options(JsonObject json) {
        this.json = json;
    }

    /**
     * Options of a JSON object whose keys all must be known.
     *
     * @param json the options. Not modified.
     * @param known the keys that the architecture reads or may ignore
     * @return the options
     * @throws CheckpointException if a key is not known: the message names it and lists the known
     */
    public static Options of(JsonObject json, Collection<String> known) throws CheckpointException {
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(known);
        unknown.removeIf(key -> key.startsWith("_"));
        if (!unknown.isEmpty()) {
            throw new CheckpointException(
                    String.format(
                            "options: expected the keys %s, found also %s; remove or correct %s",
                            String.join(", ", new TreeSet<>(known)),
                            String.join(", ", unknown),
                            unknown.size() == 1 ? "it" : "them"));
        }
        return new Options(json.deepCopy());
    }

    /**
     * Whether a key is present with the value null.
     *
     * @param key the key
     * @return true for an explicit null, false where the key is absent or has a value
     */
    public boolean isNull(String key) {
        return json.has(key) && json.get(key).isJsonNull();
    }

    /**
     * A whole number of 32 bits.
     *
     * @param key the key
     * @return the number, or empty
     * @throws CheckpointException if the value is anything else
     */
    public OptionalInt integer(String key) throws CheckpointException {
        JsonElement value = value(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(integer(key, value));
    }

    /**
     * A positive whole number of 32 bits.
     *
     * @param key the key
     * @return the number, or empty
     * @throws CheckpointException if the value is anything else
     */
    public OptionalInt positive(String key) throws CheckpointException {
        OptionalInt value = integer(key);
        if (value.isPresent() && value.getAsInt() < 1) {
            throw refused(key, "a positive whole number", value.getAsInt());
        }
        return value;
    }

    /**
     * A finite number.
     *
     * @param key the key
     * @return the number, or empty
     * @throws CheckpointException if the value is anything else
     */
    public OptionalDouble number(String key) throws CheckpointException {
        JsonElement value = value(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        double number = is(value, JsonPrimitive::isNumber) ? value.getAsDouble() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw refused(key, "a finite number", value);
        }
        return OptionalDouble.of(number);
    }

    /**
     * True or false.
     *
     * @param key the key
     * @return the value, or empty
     * @throws CheckpointException if the value is anything else
     */
    public Optional<Boolean> flag(String key) throws CheckpointException {
        JsonElement value = value(key);
        if (value != null && !is(value, JsonPrimitive::isBoolean)) {
            throw refused(key, "true or false", value);
        }
        return Optional.ofNullable(value).map(JsonElement::getAsBoolean);
    }

    /**
     * A text.
     *
     * @param key the key
     * @return the text, or empty
     * @throws CheckpointException if the value is anything else
     */
    public Optional<String> text(String key) throws CheckpointException {
        JsonElement value = value(key);
        if (value != null && !is(value, JsonPrimitive::isString)) {
            throw refused(key, "a text", value);
        }
        return Optional.ofNullable(value).map(JsonElement::getAsString);
    }

    /**
     * One constant of an enum, spelled in lower case.
     *
     * @param <E> the enum
     * @param key the key
     * @param type the enum's class
     * @return the constant, or empty
     * @throws CheckpointException if the value names none of the constants: the message lists them
     */
    public <E extends Enum<E>> Optional<E> constant(String key, Class<E> type)
            throws CheckpointException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(text.get())) {
                return Optional.of(constant);
            }
            names.add(name);
        }
        throw refused(key, "one of " + String.join(", ", names), '"' + text.get() + '"');
    }

    /**
     * A list of whole numbers.
     *
     * @param key the key
     * @return the numbers, or empty where the key is absent or null
     * @throws CheckpointException if the value is anything else
     */
    public Optional<List<Integer>> integers(String key) throws CheckpointException {
        JsonArray array = array(key, "a list of whole numbers");
        if (array == null) {
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>();
        for (JsonElement element : array) {
            numbers.add(integer(key, element));
        }
        return Optional.of(List.copyOf(numbers));
    }

    /**
     * A list of texts.
     *
     * @param key the key
     * @return the texts, or empty where the key is absent or null
     * @throws CheckpointException if the value is anything else
     */
    public Optional<List<String>> texts(String key) throws CheckpointException {
        JsonArray array = array(key, "a list of texts");
        if (array == null) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array) {
            if (!is(element, JsonPrimitive::isString)) {
                throw refused(key, "a list of texts", element);
            }
            texts.add(element.getAsString());
        }
        return Optional.of(List.copyOf(texts));
    }

    /**
     * The exception for a value that is refused.
     *
     * @param key the key
     * @param expected the rule, as {@code one of silu, relu}
     * @param found the value
     * @return an exception to throw
     */
    public static CheckpointException refused(String key, String expected, Object found) {
        return new CheckpointException(
                String.format(
                        "options: %s: expected %s, found %s; correct the card or config.json",
                        key, expected, found));
    }

    private static int integer(String key, JsonElement value) throws CheckpointException {
        if (is(value, JsonPrimitive::isNumber)) {
            double number = value.getAsDouble();
            if (number == (int) number) {
                return (int) number;
            }
        }
        throw refused(key, "a whole number", value);
    }

    private @Nullable JsonArray array(String key, String expected) throws CheckpointException {
        JsonElement value = value(key);
        if (value != null && !value.isJsonArray()) {
            throw refused(key, expected, value);
        }
        return value == null ? null : value.getAsJsonArray();
    }

    private @Nullable JsonElement value(String key) {
        JsonElement value = json.get(key);
        return value == null || value.isJsonNull() ? null : value;
    }

    private static boolean is(JsonElement value, Predicate<JsonPrimitive> kind) {
        return value.isJsonPrimitive() && kind.test(value.getAsJsonPrimitive());
    }
}
