// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers in rows and columns and so on, the last axis fastest, as nested arrays of JSON hold them.
 *
 * @param shape size of each axis
 * @param values one for each place
 */
public record DenseArray(long[] shape, float[] values) {

    /**
     * Copies, and checks that there are as many values as places.
     *
     * @param shape size of each axis
     * @param values one for each place
     */
    public DenseArray {
        shape = shape.clone();
        values = values.clone();
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
            throw new IllegalArgumentException(
                    "values: expected as many as a shape of "
                            + Arrays.toString(shape)
                            + " holds, found "
                            + values.length
                            + "; correct one of them");
        }
    }

    /**
     * Size of each axis, a copy.
     *
     * @return size of each axis, a copy
     */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /**
     * One for each place, a copy.
     *
     * @return one for each place, a copy
     */
    @Override
    public float[] values() {
        return values.clone();
    }

    /**
     * Reads nested arrays.
     *
     * @param name what to call them in a refusal
     * @param json a number, or arrays of numbers that are all of one shape
     * @return the numbers
     * @throws IllegalArgumentException if they are ragged, empty or no finite numbers
     */
    public static DenseArray parse(String name, JsonElement json) {
        List<Long> shape = new ArrayList<>();
        for (JsonElement e = json; e.isJsonArray(); e = e.getAsJsonArray().get(0)) {
            shape.add((long) e.getAsJsonArray().size());
            if (e.getAsJsonArray().isEmpty()) {
                throw wrong(name, "numbers", "an empty array");
            }
        }
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        List<Float> values = new ArrayList<>();
        read(name, json, sizes, 0, values);
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return new DenseArray(sizes, floats);
    }

    /**
     * The numbers as nested arrays.
     *
     * @return the numbers as nested arrays
     */
    public JsonElement toJson() {
        return write(0, 0, values.length);
    }

    private static void read(
            String name, JsonElement json, long[] shape, int axis, List<Float> values) {
        if (axis == shape.length) {
            if (!json.isJsonPrimitive() || !json.getAsJsonPrimitive().isNumber()) {
                throw wrong(name, "numbers in arrays of one shape", json.toString());
            }
            float value = json.getAsFloat();
            if (!Float.isFinite(value)) {
                throw wrong(name, "finite numbers of 32 bits", json.toString());
            }
            values.add(value);
            return;
        }
        if (!json.isJsonArray() || json.getAsJsonArray().size() != shape[axis]) {
            throw wrong(
                    name,
                    "arrays of " + shape[axis] + " on axis " + axis,
                    json.isJsonArray() ? "one of " + json.getAsJsonArray().size() : "no array");
        }
        for (JsonElement element : json.getAsJsonArray()) {
            read(name, element, shape, axis + 1, values);
        }
    }

    private JsonElement write(int axis, int from, int to) {
        if (axis == shape.length) {
            return new JsonPrimitive(values[from]);
        }
        JsonArray array = new JsonArray();
        int step = (int) ((to - from) / shape[axis]);
        for (int i = from; i < to; i += step) {
            array.add(write(axis + 1, i, i + step));
        }
        return array;
    }

    private static IllegalArgumentException wrong(String name, String expected, String found) {
        String shown = found.length() <= 40 ? found : found.substring(0, 40) + " ...";
        return new IllegalArgumentException(
                name + ": expected " + expected + ", found " + shown + "; correct it");
    }
}
