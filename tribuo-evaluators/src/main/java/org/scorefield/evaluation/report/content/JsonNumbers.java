// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.scorefield.evaluation.Band;

/** Numbers as report.json holds them: one that is not finite is null. */
public final class JsonNumbers {
    private JsonNumbers() {}

    /**
     * A number.
     *
     * @param value any number
     * @return a JSON number, or null where the value is not finite
     */
    public static JsonElement of(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }

    /**
     * Numbers in their order.
     *
     * @param values any numbers
     * @return as many JSON numbers, null where one is not finite
     */
    public static JsonArray of(double[] values) {
        JsonArray array = new JsonArray();
        for (double value : values) {
            array.add(of(value));
        }
        return array;
    }

    /**
     * A quantity over many states: low, median, high, mean, standardError, n, medianInterval.
     *
     * @param band the quantity
     * @return an object of those keys
     */
    public static JsonObject of(Band band) {
        JsonObject json = new JsonObject();
        json.add("low", of(band.low()));
        json.add("median", of(band.median()));
        json.add("high", of(band.high()));
        json.add("mean", of(band.mean()));
        json.add("standardError", of(band.standardError()));
        json.addProperty("n", band.n());
        json.add("medianInterval", of(new double[] {band.medianLow(), band.medianHigh()}));
        return json;
    }
}
