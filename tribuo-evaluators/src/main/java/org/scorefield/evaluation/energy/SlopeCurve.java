// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy;

import java.util.List;

/**
 * The singularity slope dE / d log r along normals of the data, by distance; see {@link
 * MarginalEnergy#singularitySlope}.
 *
 * @param r distances ascending, in the units of the data
 * @param slope the slope at each distance
 * @param codimension the codimension it stands for, slope + 1/q
 */
public record SlopeCurve(List<Double> r, List<Band> slope, List<Band> codimension) {

    /** Copies. */
    public SlopeCurve {
        r = List.copyOf(r);
        slope = List.copyOf(slope);
        codimension = List.copyOf(codimension);
    }
}
