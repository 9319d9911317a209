// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.Band;

/**
 * The states of one place at one time.
 *
 * @param place where they were taken
 * @param t their time in [0, 1], 1 = noise; NaN where it is not known
 * @param count number of states
 * @param bands each metric over the states
 */
public record EnergyLevel(
        Place place, double t, int count, Map<MarginalEnergyMetrics, Band> bands) {

    /**
     * Copies.
     *
     * @param place where they were taken
     * @param t their time in [0, 1], 1 = noise; NaN where it is not known
     * @param count number of states
     * @param bands each metric over the states
     */
    public EnergyLevel {
        EnumMap<MarginalEnergyMetrics, Band> copy = new EnumMap<>(MarginalEnergyMetrics.class);
        copy.putAll(bands);
        bands = copy;
    }

    /** The bands of some states, which are of one place and time. */
    static EnergyLevel of(List<EnergyState> states) {
        Map<MarginalEnergyMetrics, Band> bands = new EnumMap<>(MarginalEnergyMetrics.class);
        for (MarginalEnergyMetrics metric : MarginalEnergyMetrics.values()) {
            bands.put(
                    metric,
                    Band.of(states.stream().mapToDouble(state -> state.get(metric)).toArray()));
        }
        return new EnergyLevel(states.get(0).place(), states.get(0).t(), states.size(), bands);
    }

    /** {@return each metric over the states} A copy. */
    @Override
    public Map<MarginalEnergyMetrics, Band> bands() {
        return new EnumMap<>(bands);
    }

    /**
     * One metric over the states; {@link Band#NONE} where none has it.
     *
     * @param metric the metric
     * @return its quantiles, mean and standard error
     */
    public Band get(MarginalEnergyMetrics metric) {
        return bands.getOrDefault(metric, Band.NONE);
    }
}
