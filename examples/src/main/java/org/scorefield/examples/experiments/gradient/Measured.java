// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One model's errors and the quality of its samples.
 *
 * @param model its name within the family
 * @param errors integrated along the path, in nats, by name
 * @param qualities squared distances of its samples to data by name, less is better; beside each a
 *     standard error, NAME_se
 */
record Measured(String model, Map<String, Double> errors, Map<String, Double> qualities) {

    private static final String STANDARD_ERROR = "_se";

    /** All models of a family from their numbers. */
    static List<Measured> join(
            Map<String, Map<String, Double>> errors, Map<String, Map<String, Double>> qualities) {
        List<Measured> all = new ArrayList<>();
        errors.forEach(
                (model, numbers) ->
                        all.add(
                                new Measured(
                                        model,
                                        numbers,
                                        Objects.requireNonNull(qualities.get(model), model))));
        return all;
    }

    /** The names of the errors, in order. */
    List<String> errorNames() {
        return List.copyOf(errors.keySet());
    }

    /** The names of the distances, in order. */
    List<String> qualityNames() {
        return qualities.keySet().stream().filter(name -> !name.endsWith(STANDARD_ERROR)).toList();
    }

    /** The error of a name, in nats. */
    double error(String name) {
        return Objects.requireNonNull(errors.get(name), name);
    }

    /** The squared distance of a name. */
    double quality(String name) {
        return Objects.requireNonNull(qualities.get(name), name);
    }

    /** The standard error of a distance, from the sampling of both sides. */
    double standardError(String name) {
        return quality(name + STANDARD_ERROR);
    }

    /**
     * Adds a distance to numbers of a model.
     *
     * @param qualities what it is added to
     * @param name of the distance
     * @param value squared distance
     * @param standardError of the value
     */
    static void put(
            Map<String, Double> qualities, String name, double value, double standardError) {
        qualities.put(name, value);
        qualities.put(name + STANDARD_ERROR, standardError);
    }
}
