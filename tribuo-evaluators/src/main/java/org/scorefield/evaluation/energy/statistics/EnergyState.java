// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.statistics;

import java.util.EnumMap;
import java.util.Map;

/**
 * What was measured at one state.
 *
 * @param place where it was taken
 * @param t the time it was taken at, in [0, 1], 1 = noise; NaN where it is not known
 * @param values what it has; a metric that is absent has no value there
 */
public record EnergyState(Place place, double t, Map<MarginalEnergyMetrics, Double> values) {

    /**
     * Copies.
     *
     * @param place where it was taken
     * @param t the time it was taken at, in [0, 1], 1 = noise; NaN where it is not known
     * @param values what it has; a metric that is absent has no value there
     */
    public EnergyState {
        EnumMap<MarginalEnergyMetrics, Double> copy = new EnumMap<>(MarginalEnergyMetrics.class);
        copy.putAll(values);
        values = copy;
    }

    /** {@return the value of each metric that the state has} A copy. */
    @Override
    public Map<MarginalEnergyMetrics, Double> values() {
        return new EnumMap<>(values);
    }

    /**
     * One value, NaN where there is none.
     *
     * @param metric the metric
     * @return its value, or NaN
     */
    public double get(MarginalEnergyMetrics metric) {
        return values.getOrDefault(metric, Double.NaN);
    }
}
