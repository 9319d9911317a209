// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import org.scorefield.djl.posterior.TimePrior;
import org.scorefield.evaluation.reference.density.KnownData;

/**
 * How the marginal energy of a checkpoint is measured.
 *
 * @param prior p(t) that blindness averages over, within the schedule
 * @param levels times at which states are taken, spread evenly in log SNR
 * @param states states at each place and time
 * @param runs start noises of each blind generation
 * @param steps steps of each generation
 * @param reference points of the reference data that make the density, at most; further data are
 *     held out
 * @param seed of the choice of data and of the noise
 * @param batchSize rows in one evaluation of the network
 */
public record MarginalEnergyOptions(
        TimePrior prior,
        int levels,
        int states,
        int runs,
        int steps,
        int reference,
        long seed,
        int batchSize) {

    /** t in [0.001, 0.999] uniform, 8 levels of 48 states, 16 runs of 50 steps, 1024 points. */
    public static final MarginalEnergyOptions DEFAULT =
            new MarginalEnergyOptions(TimePrior.uniform(0.001, 0.999), 8, 48, 16, 50, 1024, 0L, 64);

    /**
     * Checks the values.
     *
     * @param prior p(t) that blindness averages over, within the schedule
     * @param levels times at which states are taken, spread evenly in log SNR
     * @param states states at each place and time
     * @param runs start noises of each blind generation
     * @param steps steps of each generation
     * @param reference points of the reference data that make the density, at most; further data
     *     are held out
     * @param seed of the choice of data and of the noise
     * @param batchSize rows in one evaluation of the network
     */
    public MarginalEnergyOptions {
        require(levels >= 1, "levels", "at least 1", levels);
        require(states >= 2, "states", "at least 2", states);
        require(runs >= 2, "runs", "at least 2", runs);
        require(steps >= 1, "steps", "at least 1", steps);
        require(reference >= 2, "reference", "at least 2 points", reference);
        require(batchSize >= 1, "batchSize", "at least 1", batchSize);
    }

    /** How much of the reference data makes the density and how much is held out. */
    KnownData.Sizes sizes() {
        return new KnownData.Sizes(reference, states, seed);
    }

    private static void require(boolean holds, String name, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": expected " + rule + ", found " + found + "; change the option");
        }
    }
}
