// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import java.util.List;
import org.scorefield.evaluation.ridge.trajectory.Phases;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeQuantity;
import org.scorefield.evaluation.ridge.trajectory.Verdict;

/**
 * How samples are judged: memorised by their nearest training point at the end, on or off the ridge
 * at the least noise at which the ridge means something.
 *
 * @param radius samples within this of a training point (times alpha) are memorised, in the units
 *     of x
 * @param kappa largest rho on the ridge
 * @param least sigma / alpha down to which phases and the ridge are read; 0 for the end
 */
public record VerdictRule(double radius, double kappa, double least) {

    /**
     * What became of a sample.
     *
     * @param track the sample's entries, from much noise to little
     * @return the verdict
     */
    public Verdict verdict(RidgeTrack track) {
        if (track.end().get(RidgeQuantity.NEAREST) <= radius) {
            return Verdict.MEMORISED;
        }
        List<RidgeEntry> read = track.downTo(least);
        RidgeEntry last = read.get(read.size() - 1);
        if (!last.defined()) {
            return Verdict.UNDEFINED;
        }
        return last.onRidge(kappa) ? Verdict.INTER_MODE : Verdict.OFF_RIDGE;
    }

    /**
     * When a sample reached the ridge and began to slide, as numbers of its entries.
     *
     * @param track the sample's entries, from much noise to little
     * @return both numbers, {@link Phases#NEVER} for what did not happen
     */
    public Phases phases(RidgeTrack track) {
        return Phases.of(track.downTo(least).toArray(RidgeEntry[]::new), kappa);
    }

    /**
     * How many of some samples have each verdict.
     *
     * @param tracks the samples
     * @return their number by verdict
     */
    public VerdictShares shares(List<RidgeTrack> tracks) {
        return VerdictShares.of(tracks.stream().map(this::verdict).toList());
    }
}
