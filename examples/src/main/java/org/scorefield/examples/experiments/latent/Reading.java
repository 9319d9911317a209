// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.ridge.statistics.RidgeTrack;
import org.scorefield.evaluation.ridge.statistics.VerdictRule;
import org.scorefield.evaluation.ridge.trajectory.Proportion;
import org.scorefield.evaluation.ridge.trajectory.RidgeEntry;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;

/**
 * Down to which noise the ridge is read: the least at which nine in ten of the held-out latents are
 * on it. Below, it runs through single training latents, and new data are off it however good a
 * model is.
 *
 * @param level number of the entry
 * @param rule what becomes of a sample, read there
 */
record Reading(int level, VerdictRule rule) {

    private static final double HELD = 0.9;

    /**
     * The reading of a ledger of held-out latents; the start where there is no such level.
     *
     * @param heldOut held-out latents with noise
     */
    static Reading of(RidgeLedger heldOut) {
        int level = heldOut.levels().size() - 1;
        while (level > 0 && onRidge(heldOut, level).share() < HELD) {
            level--;
        }
        NoiseLevel least = heldOut.levels().get(level);
        return new Reading(
                level,
                new VerdictRule(
                        heldOut.options().radius(),
                        heldOut.options().watch().kappa(),
                        least.sigma() / least.alpha()));
    }

    /** The share of a ledger's samples that are on the ridge at a level. */
    static Proportion onRidge(RidgeLedger ledger, int level) {
        double kappa = ledger.options().watch().kappa();
        List<RidgeEntry> entries = ledger.entries().get(level);
        int on = (int) entries.stream().filter(entry -> entry.onRidge(kappa)).count();
        return new Proportion(on, entries.size());
    }

    /** A ledger's samples one by one. */
    static List<RidgeTrack> tracks(LatentResult.Way way) {
        List<RidgeTrack> tracks = new ArrayList<>();
        for (int i = 0; i < way.ledger().samples(); i++) {
            int sample = i;
            tracks.add(
                    new RidgeTrack(
                            way.place(),
                            way.ledger().levels(),
                            way.ledger().entries().stream().map(row -> row.get(sample)).toList()));
        }
        return tracks;
    }
}
