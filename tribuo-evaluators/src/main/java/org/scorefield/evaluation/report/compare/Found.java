// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.scorefield.evaluation.report.content.Numbers;

/**
 * A part of a report, which may not be there: numbers of it are then NaN, texts empty, lists empty.
 *
 * @param json the part, or null
 */
record Found(JsonElement json) {

    /** The part at a path of keys. */
    Found at(String... path) {
        JsonElement part = json;
        for (String key : path) {
            if (!part.isJsonObject() || !part.getAsJsonObject().has(key)) {
                return new Found(JsonNull.INSTANCE);
            }
            part = part.getAsJsonObject().get(key);
        }
        return new Found(part);
    }

    boolean present() {
        return !json.isJsonNull();
    }

    double number(String... path) {
        JsonElement part = at(path).json;
        return part.isJsonPrimitive() && part.getAsJsonPrimitive().isNumber()
                ? part.getAsDouble()
                : Double.NaN;
    }

    String text(String... path) {
        JsonElement part = at(path).json;
        return part.isJsonPrimitive() ? part.getAsString() : "";
    }

    /** The elements of a list. */
    List<Found> list(String... path) {
        JsonElement part = at(path).json;
        return part.isJsonArray()
                ? StreamSupport.stream(part.getAsJsonArray().spliterator(), false)
                        .map(Found::new)
                        .toList()
                : List.of();
    }

    /** The first element of a list that fits. */
    Found first(String list, Predicate<Found> fits) {
        Optional<Found> found = list(list).stream().filter(fits).findFirst();
        return found.orElse(new Found(JsonNull.INSTANCE));
    }

    /** The last element of a list. */
    Found last(String list) {
        List<Found> all = list(list);
        return all.isEmpty() ? new Found(JsonNull.INSTANCE) : all.get(all.size() - 1);
    }

    /** A number for people. */
    String cell(String... path) {
        return Numbers.orNone(number(path));
    }

    /** A number with its standard error, which is beside it. */
    String estimate(String value, String error) {
        return Double.isNaN(number(value))
                ? Numbers.NONE
                : Double.isNaN(number(error))
                        ? Numbers.of(number(value))
                        : Numbers.of(number(value), number(error));
    }

    /** Median, and 10 to 90 %, of a quantity over states. */
    String band(String... path) {
        Found band = at(path);
        return Double.isNaN(band.number("median"))
                ? Numbers.NONE
                : Numbers.of(band.number("median"))
                        + " ("
                        + Numbers.brief(band.number("low"))
                        + " to "
                        + Numbers.brief(band.number("high"))
                        + ")";
    }

    /** A share of a count, and its interval, in percent. */
    String share(String... path) {
        Found part = at(path);
        return Double.isNaN(part.number("share"))
                ? Numbers.NONE
                : String.format(
                        Locale.ROOT,
                        "%.0f %% (%.0f to %.0f)",
                        100 * part.number("share"),
                        100 * part.number("low"),
                        100 * part.number("high"));
    }
}
