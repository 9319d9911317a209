// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.djl.schedule.Parameterization;

/**
 * What a bare checkpoint file cannot say about itself, as JSON. Every key is optional:
 *
 * <pre>{@code
 * { "architecture": "UNet2DModel",             a name known to Architectures
 *   "options": {...},                          the architecture's keys, as in config.json
 *   "stateDict": "model[0]",                   where in a pickled checkpoint the weights are
 *   "schedule": {"_class_name": "DDPMScheduler", ...},         as in scheduler_config.json
 *   "prediction": "epsilon",                   or {"c": .., "d": ..}: the output is c x0 + d eps
 *   "time": {"input": "index", "direction": "noise", "scale": 1.0},
 *   "data": {"shape": [1, 28, 28], "range": [-0.5, 0.5]},      pixels 0 and 255 map to the range
 *   "inputs": {"label": 10} }                  further constant inputs
 * }</pre>
 *
 * <p>{@code prediction} and {@code time} override what the schedule says. Immutable: JSON is copied
 * in and out.
 */
public final class Card {

    private static final List<String> KEYS =
            List.of(
                    "architecture",
                    "options",
                    "stateDict",
                    "schedule",
                    "prediction",
                    "time",
                    "data",
                    "inputs");

    private final JsonObject json;
    private final String source;
    private final CardSchedule schedule;
    private final Optional<String> architecture;
    private final Optional<String> stateDict;
    private final Optional<long[]> dataShape;
    private final double[] dataRange;
    private final Map<String, Double> inputs;

    private Card(JsonObject json, String source) throws CheckpointException {
        this.json = json.deepCopy();
        this.source = source;
        var fields = new CardFields(source, "card.", this.json);
        fields.allow(KEYS);
        architecture = fields.string("architecture");
        stateDict = fields.string("stateDict");
        fields.object("options");
        schedule = CardSchedule.of(fields);
        Optional<CardFields> data = fields.object("data");
        dataShape = data.isPresent() ? shape(data.get()) : Optional.empty();
        dataRange = data.isPresent() ? range(data.get()) : new double[] {-1, 1};
        inputs = inputs(fields.object("inputs"));
    }

    /**
     * Returns the card that this JSON spells.
     *
     * @param json an object with the keys above; copied
     * @return the card
     * @throws CheckpointException if a key is unknown or a value is not what its key takes; the
     *     message names both
     */
    public static Card of(JsonObject json) throws CheckpointException {
        return of(json, "card");
    }

    /** Returns the card that this JSON spells; messages call it by its source. */
    static Card of(JsonObject json, String source) throws CheckpointException {
        return new Card(json, source);
    }

    /**
     * Parses a card.
     *
     * @param text JSON
     * @param source what messages call it, such as a file name
     * @return the card
     * @throws CheckpointException if the text is no JSON, a key is unknown or a value is not what
     *     its key takes
     */
    public static Card parse(String text, String source) throws CheckpointException {
        return new Card(Json.parse(text, source), source);
    }

    /**
     * Reads a card from a file.
     *
     * @param path a JSON file in UTF-8
     * @return the card
     * @throws CheckpointException if the file cannot be read, or is not a card; the message names
     *     it
     */
    public static Card read(Path path) throws CheckpointException {
        return new Card(Json.read(path), path.toString());
    }

    /**
     * Returns this card's keys over those of another card.
     *
     * @param other gives the keys that this card lacks
     * @return the card of both
     * @throws CheckpointException if the keys of both together are not understood
     */
    public Card over(Card other) throws CheckpointException {
        JsonObject merged = other.json();
        json.entrySet().forEach(e -> merged.add(e.getKey(), e.getValue().deepCopy()));
        return new Card(merged, source);
    }

    /** {@return the architecture's name} */
    public Optional<String> architecture() {
        return architecture;
    }

    /** {@return the architecture's options; empty if the card gives none} A copy. */
    public JsonObject options() {
        JsonElement options = json.get("options");
        return options == null || options.isJsonNull()
                ? new JsonObject()
                : options.getAsJsonObject().deepCopy();
    }

    /** {@return the path to the state dict in a pickled checkpoint, or a prefix of names} */
    public Optional<String> stateDict() {
        return stateDict;
    }

    /** {@return whether the card gives a schedule} */
    public boolean hasSchedule() {
        return schedule.schedule().isPresent();
    }

    /**
     * {@return what turns the network into a diffusion model: the schedule's parameterization, with
     * this card's prediction and time over it}
     *
     * @throws CheckpointException if the card gives no schedule, or one that is not understood
     */
    public Parameterization parameterization() throws CheckpointException {
        return schedule.parameterization(source);
    }

    /** {@return whether the card gives the shape of the data} */
    public boolean hasDataShape() {
        return dataShape.isPresent();
    }

    /**
     * {@return the shape of one sample, such as [channels, height, width]}
     *
     * @throws CheckpointException if the card gives none
     */
    public long[] dataShape() throws CheckpointException {
        return dataShape
                .orElseThrow(
                        () ->
                                new CheckpointException(
                                        source
                                                + ": card.data.shape: expected the shape of one"
                                                + " sample, found none; add \"data\": {\"shape\":"
                                                + " [channels, height, width]} to the card"))
                .clone();
    }

    /** {@return {low, high}, to which stored pixels 0 and 255 are mapped; {-1, 1} if not given} */
    public double[] dataRange() {
        return dataRange.clone();
    }

    /** {@return further constant inputs of the network, such as a label, by name} */
    public Map<String, Double> inputs() {
        return inputs;
    }

    /** {@return the card as JSON} A copy. */
    public JsonObject json() {
        return json.deepCopy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Card card && card.json.equals(json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private static Optional<long[]> shape(CardFields data) throws CheckpointException {
        data.allow(List.of("shape", "range"));
        Optional<double[]> numbers = data.numbers("shape");
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        double[] axes = numbers.get();
        var shape = new long[axes.length];
        for (int i = 0; i < axes.length; i++) {
            shape[i] = (long) axes[i];
            if (shape[i] != axes[i] || axes[i] < 1 || axes[i] > 1 << 20) {
                throw data.fail(
                        "shape[" + i + "]",
                        "a whole number from 1 to 1048576",
                        String.valueOf(axes[i]),
                        "give the shape of one sample, without the batch");
            }
        }
        if (shape.length == 0 || shape.length > 8) {
            throw data.fail(
                    "shape",
                    "1 to 8 axes",
                    shape.length + " axes",
                    "give [channels, height, width] for images, [features] for vectors");
        }
        return Optional.of(shape);
    }

    private static double[] range(CardFields data) throws CheckpointException {
        double[] range = data.numbers("range").orElse(new double[] {-1, 1});
        if (range.length != 2 || !(range[0] < range[1]) || !Double.isFinite(range[1] - range[0])) {
            throw data.fail(
                    "range",
                    "[low, high] with low < high and a finite difference",
                    Arrays.toString(range),
                    "give the network's values of pixels 0 and 255");
        }
        return range;
    }

    private static Map<String, Double> inputs(Optional<CardFields> fields)
            throws CheckpointException {
        var inputs = new LinkedHashMap<String, Double>();
        if (fields.isPresent()) {
            for (String name : fields.get().object().keySet()) {
                inputs.put(name, fields.get().number(name).orElse(0.0));
            }
        }
        return Collections.unmodifiableMap(inputs);
    }
}
