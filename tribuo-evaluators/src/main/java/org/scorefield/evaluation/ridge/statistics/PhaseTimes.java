// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import java.util.List;
import java.util.function.ToIntFunction;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.trajectory.Band;
import org.scorefield.evaluation.ridge.trajectory.Phases;

/**
 * When samples reached the ridge and when they began to slide, in sigma / alpha. Operational: these
 * depend on kappa and on the levels of the ledger.
 *
 * @param reach noise at which samples reached the ridge; missing are those that never did
 * @param slide noise at which samples began to slide; missing are those that never did
 */
public record PhaseTimes(Band reach, Band slide) {

    /**
     * The times of some samples, as a rule reads their phases.
     *
     * @param tracks the samples
     * @param rule says when a sample is on the ridge
     * @return the times, over samples
     */
    public static PhaseTimes of(List<RidgeTrack> tracks, VerdictRule rule) {
        return new PhaseTimes(band(tracks, rule, Phases::reach), band(tracks, rule, Phases::slide));
    }

    private static Band band(
            List<RidgeTrack> tracks, VerdictRule rule, ToIntFunction<Phases> when) {
        return Band.of(
                tracks.stream()
                        .mapToDouble(
                                track -> noise(track.levels(), when.applyAsInt(rule.phases(track))))
                        .toArray());
    }

    private static double noise(List<NoiseLevel> levels, int entry) {
        return entry == Phases.NEVER ? Double.NaN : RidgeTrack.noise(levels.get(entry));
    }
}
