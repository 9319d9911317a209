// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

import java.util.List;
import org.scorefield.evaluation.ridge.statistics.RidgePlace;
import org.scorefield.evaluation.ridge.trajectory.RidgeLedger;

/**
 * What was measured.
 *
 * @param options how
 * @param dimension D, numbers in a latent
 * @param ways generated latents first, then held-out ones with noise
 * @param choices the d that the eigengap of held-out latents with noise suggests, level by level
 * @param samples the generated latents as images, each with its nearest training latent
 */
record LatentResult(
        LatentOptions options,
        int dimension,
        List<Way> ways,
        List<LevelChoice> choices,
        List<Decoded> samples) {

    LatentResult {
        ways = List.copyOf(ways);
        choices = List.copyOf(choices);
        samples = List.copyOf(samples);
    }

    /**
     * Some latents on their way from noise to data.
     *
     * @param name in tables and in the legend
     * @param place where they come from
     * @param ledger of the ridge of the training latents
     */
    record Way(String name, RidgePlace place, RidgeLedger ledger) {}

    /**
     * A choice of d.
     *
     * @param tau noise level
     * @param directions the d chosen
     * @param agreement share of the states that voted for it
     */
    record LevelChoice(double tau, int directions, double agreement) {}

    /**
     * A latent as an image.
     *
     * @param image of the sample, its noise divided by alpha left in it
     * @param nearest image of the nearest training latent
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Decoded(float[] image, float[] nearest) {}

    /** tau = -log alpha of a level. */
    static double tau(double alpha) {
        return -Math.log(alpha);
    }
}
