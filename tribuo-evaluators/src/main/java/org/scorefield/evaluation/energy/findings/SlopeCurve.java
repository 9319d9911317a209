// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

import java.util.List;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.energy.marginal.MarginalEnergy;

/**
 * The singularity slope dE / d log r by distance r from points of the data, along random
 * directions; see {@link MarginalEnergy#singularitySlope}.
 *
 * <p>Random directions are normals of isolated points, and nearly so where the dimension of the
 * support is small beside D. The codimension holds only where it is above 1/q for sigma ~ t^q, and
 * at distances small beside the data's own.
 *
 * @param r distances ascending, in the units of the data
 * @param slope the slope at each distance
 * @param codimension the codimension that it stands for, slope + 1/q; n = 0 where fewer than half
 *     of the points have one, which are those of a positive slope and an estimate of at most D
 */
public record SlopeCurve(List<Double> r, List<Band> slope, List<Band> codimension) {

    /**
     * Copies.
     *
     * @param r distances ascending, in the units of the data
     * @param slope the slope at each distance
     * @param codimension the codimension that it stands for, slope + 1/q; n = 0 where fewer than
     *     half of the points have one, which are those of a positive slope and an estimate of at
     *     most D
     */
    public SlopeCurve {
        r = List.copyOf(r);
        slope = List.copyOf(slope);
        codimension = List.copyOf(codimension);
    }
}
