// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;

/**
 * One sample on its way.
 *
 * @param place where it comes from
 * @param levels noise levels from noise to data, at least one
 * @param entries one at each level
 */
public record RidgeTrack(RidgePlace place, List<NoiseLevel> levels, List<RidgeEntry> entries) {

    /**
     * Checks and copies.
     *
     * @param place where it comes from
     * @param levels noise levels from noise to data, at least one
     * @param entries one at each level
     */
    public RidgeTrack {
        levels = List.copyOf(levels);
        entries = List.copyOf(entries);
        if (levels.isEmpty() || levels.size() != entries.size()) {
            throw new IllegalArgumentException(
                    String.format(
                            "track: expected an entry at each of its levels, at least one, found %d"
                                    + " levels and %d entries; give one entry a level",
                            levels.size(), entries.size()));
        }
    }

    /**
     * The tracks of a ledger's samples.
     *
     * @param place where the samples come from
     * @param ledger their entries, level by level
     * @return a track a sample
     */
    public static List<RidgeTrack> of(RidgePlace place, RidgeLedger ledger) {
        List<RidgeTrack> tracks = new ArrayList<>();
        for (int i = 0; i < ledger.samples(); i++) {
            int sample = i;
            List<RidgeEntry> column =
                    ledger.entries().stream().map(row -> row.get(sample)).toList();
            tracks.add(new RidgeTrack(place, ledger.levels(), column));
        }
        return tracks;
    }

    /** {@return the last entry, at the least noise} */
    public RidgeEntry end() {
        return entries.get(entries.size() - 1);
    }

    /**
     * The entries at noise of at least {@code least} = sigma / alpha; the first if there is none.
     *
     * @param least the least sigma / alpha, at least 0
     * @return the entries, from much noise to little; at least one
     */
    public List<RidgeEntry> downTo(double least) {
        int count = 1;
        while (count < levels.size() && noise(levels.get(count)) >= least) {
            count++;
        }
        return entries.subList(0, count);
    }

    /** sigma / alpha. */
    static double noise(NoiseLevel level) {
        return level.sigma() / level.alpha();
    }
}
