// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;

/**
 * The states of one place at one noise level.
 *
 * @param place where they come from
 * @param level their noise level
 * @param undefined how many have no defined frame
 * @param onRidge how many are on the ridge, of those that have a frame; of all where none has
 * @param bands each quantity over the states
 */
public record RidgeLevel(
        RidgePlace place,
        NoiseLevel level,
        int undefined,
        Proportion onRidge,
        Map<RidgeQuantity, Band> bands) {

    /**
     * Copies.
     *
     * @param place where they come from
     * @param level their noise level
     * @param undefined how many have no defined frame
     * @param onRidge how many are on the ridge, of those that have a frame; of all where none has
     * @param bands each quantity over the states
     */
    public RidgeLevel {
        EnumMap<RidgeQuantity, Band> copy = new EnumMap<>(RidgeQuantity.class);
        copy.putAll(bands);
        bands = copy;
    }

    static RidgeLevel of(
            RidgePlace place, NoiseLevel level, List<RidgeEntry> entries, double kappa) {
        Map<RidgeQuantity, Band> bands = new EnumMap<>(RidgeQuantity.class);
        for (RidgeQuantity quantity : RidgeQuantity.values()) {
            bands.put(
                    quantity,
                    Band.of(entries.stream().mapToDouble(e -> e.get(quantity)).toArray()));
        }
        int defined = (int) entries.stream().filter(RidgeEntry::defined).count();
        int on = (int) entries.stream().filter(e -> e.onRidge(kappa)).count();
        int of = defined == 0 ? entries.size() : defined;
        return new RidgeLevel(
                place, level, entries.size() - defined, new Proportion(on, of), bands);
    }

    /** {@return each quantity over the states} A copy. */
    @Override
    public Map<RidgeQuantity, Band> bands() {
        return new EnumMap<>(bands);
    }

    /**
     * One quantity over the states.
     *
     * @param quantity the quantity
     * @return its quantiles, mean and standard error
     */
    public Band get(RidgeQuantity quantity) {
        return bands.getOrDefault(quantity, Band.of(new double[0]));
    }

    /** {@return number of states} */
    public int count() {
        Band any = get(RidgeQuantity.NEAREST);
        return any.used() + any.missing();
    }

    /** {@return sigma / alpha} */
    public double noise() {
        return RidgeTrack.noise(level);
    }
}
