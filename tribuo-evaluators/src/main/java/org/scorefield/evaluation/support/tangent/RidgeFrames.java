// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.scorefield.evaluation.model.NoiseLevel;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;
import org.scorefield.evaluation.ridge.geometry.ReferenceLevel;
import org.scorefield.evaluation.ridge.geometry.Ridge;
import org.scorefield.evaluation.ridge.geometry.RidgePoints;

/**
 * Tangent frames of the ridge of a known density at the states' own noise level: the top d
 * eigenvectors of the Hessian of log p. Undefined where the d-th cannot be told from the next.
 *
 * @param reference the distribution
 */
public record RidgeFrames(ReferenceDistribution reference) implements TangentFrames {

    @Override
    public String name() {
        return "ridge";
    }

    @Override
    public Tangents at(NDArray x, NoiseLevel level, int directions) {
        Ridge ridge =
                Ridge.of(new ReferenceLevel(reference, level.alpha(), level.sigma()), directions);
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray states = x.duplicate();
            states.attach(scope);
            RidgePoints points = ridge.at(states);
            double[][][] axes = VectorRows.blocks(points.frames().axes());
            for (int i = 0; i < axes.length; i++) {
                axes[i] = points.defined()[i] ? axes[i] : new double[0][];
            }
            return new Tangents(axes);
        }
    }
}
