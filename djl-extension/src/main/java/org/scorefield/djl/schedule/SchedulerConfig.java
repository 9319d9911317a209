// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Typed access to a scheduler configuration, with errors that name the class and the key. */
record SchedulerConfig(String className, JsonObject json) {

    static final String CLASS_NAME = "_class_name";

    static SchedulerConfig of(JsonObject json) {
        JsonElement name = json.get(CLASS_NAME);
        if (name != null && name.isJsonPrimitive()) {
            return new SchedulerConfig(shortened(name.getAsString()), json);
        }
        throw new IllegalArgumentException(
                "scheduler: expected the key _class_name, found "
                        + json.keySet()
                        + "; add it, for example \"_class_name\": \"DDPMScheduler\"");
    }

    /** The name among the candidates that is the fewest edits away. */
    static String nearest(String name, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(c -> distance(name, c)))
                .orElseThrow();
    }

    void requireKnown(Collection<String> read, Collection<String> harmless) {
        Set<String> known = new TreeSet<>(read);
        known.addAll(harmless);
        for (String key : json.keySet()) {
            if (!key.startsWith("_") && !known.contains(key)) {
                throw refusal(
                        shortened(key),
                        "a key that the reader knows",
                        json.get(key).toString(),
                        String.format(
                                "it could change the mathematics; the nearest known key is %s",
                                nearest(shortened(key), known)));
            }
        }
    }

    double number(String key, double absent) {
        JsonElement value = present(key);
        if (value == null) {
            return absent;
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            return value.getAsDouble();
        }
        throw refusal(key, "a number", value.toString(), "correct the value");
    }

    int integer(String key, int absent) {
        double value = number(key, absent);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw refusal(key, "a whole number", Double.toString(value), "correct the value");
        }
        return (int) value;
    }

    boolean flag(String key) {
        return flag(key, false);
    }

    boolean flag(String key, boolean absent) {
        JsonElement value = present(key);
        if (value == null) {
            return absent;
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        throw refusal(key, "true or false", value.toString(), "correct the value");
    }

    /** A word out of a list; the first word where the key is absent. */
    String word(String key, List<String> allowed) {
        JsonElement value = present(key);
        if (value == null) {
            return allowed.get(0);
        }
        if (value.isJsonPrimitive() && allowed.contains(value.getAsString())) {
            return value.getAsString();
        }
        throw refusal(
                key, "one of " + allowed, value.toString(), "correct the value or use a card");
    }

    double @Nullable [] numbers(String key) {
        JsonElement value = present(key);
        if (value == null) {
            return null;
        }
        if (value.isJsonArray()
                && value.getAsJsonArray().asList().stream()
                        .allMatch(e -> e.isJsonPrimitive() && e.getAsJsonPrimitive().isNumber())) {
            return value.getAsJsonArray().asList().stream()
                    .mapToDouble(JsonElement::getAsDouble)
                    .toArray();
        }
        throw refusal(key, "an array of numbers", value.toString(), "correct the value");
    }

    IllegalArgumentException refusal(String key, String rule, String found, String remedy) {
        return new IllegalArgumentException(
                String.format(
                        "scheduler %s, key %s: expected %s, found %s; %s",
                        className, key, rule, shortened(found), remedy));
    }

    private @Nullable JsonElement present(String key) {
        JsonElement value = json.get(key);
        return value == null || value.isJsonNull() ? null : value;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    /** The number of insertions, deletions and replacements between two words. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
