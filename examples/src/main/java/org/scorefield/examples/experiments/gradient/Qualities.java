// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scorefield.evaluation.quality.DistanceEstimate;
import org.scorefield.evaluation.quality.EnergyDistance;
import org.scorefield.evaluation.quality.MaximumMeanDiscrepancy;
import org.scorefield.evaluation.quality.SlicedWasserstein;

/** The distances by which samples are judged, each squared and with its standard error. */
final class Qualities {

    /** Name of the squared energy distance among the qualities. */
    static final String ENERGY = "energy";

    private static final int PROJECTIONS = 200;

    private Qualities() {}

    /**
     * Compares samples with data.
     *
     * @param samples of a model, [n, D] FLOAT64
     * @param data independent draws of the data, [m, D] FLOAT64
     * @param seed of the directions of the sliced distance
     * @return energy, sw2 and mmd, with their standard errors as {@link Measured} names them
     */
    static Map<String, Double> of(NDArray samples, NDArray data, long seed) {
        long half = data.getShape().get(0) / 2;
        double bandwidth =
                MaximumMeanDiscrepancy.medianDistance(data.get(":" + half), data.get(half + ":"));
        Map<String, Double> qualities = new LinkedHashMap<>();
        add(qualities, ENERGY, new EnergyDistance().distance(samples, data));
        add(qualities, "sw2", new SlicedWasserstein(PROJECTIONS, seed).distance(samples, data));
        add(
                qualities,
                "mmd",
                MaximumMeanDiscrepancy.ofBandwidth(bandwidth).distance(samples, data));
        return qualities;
    }

    private static void add(Map<String, Double> qualities, String name, DistanceEstimate estimate) {
        Measured.put(qualities, name, estimate.value(), estimate.standardError());
    }
}
