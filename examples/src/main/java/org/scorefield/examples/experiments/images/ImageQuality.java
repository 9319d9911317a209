// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.scorefield.evaluation.quality.DistanceEstimate;
import org.scorefield.evaluation.quality.EnergyDistance;
import org.scorefield.evaluation.quality.MaximumMeanDiscrepancy;
import org.scorefield.evaluation.quality.SlicedWasserstein;

/**
 * How far generated images are from held-out ones.
 *
 * @param energy squared energy distance
 * @param mmd squared maximum mean discrepancy, bandwidth the median distance of held-out images
 * @param sliced squared sliced Wasserstein distance
 * @param roughness mean squared difference of neighbouring pixels, over that of held-out images:
 *     above 1 noise is left, below 1 detail is missing
 */
record ImageQuality(
        DistanceEstimate energy, DistanceEstimate mmd, DistanceEstimate sliced, double roughness) {

    private static final int PROJECTIONS = 200;

    /**
     * Compares images.
     *
     * @param images [n, 1, height, width]
     * @param heldOut [m, 1, height, width]
     * @param seed of the directions
     */
    static ImageQuality of(NDArray images, NDArray heldOut, long seed) {
        try (NDManager scope = images.getManager().newSubManager(images.getDevice())) {
            NDArray x = flat(images, scope);
            NDArray y = flat(heldOut, scope);
            long half = y.getShape().get(0) / 2;
            double bandwidth =
                    MaximumMeanDiscrepancy.medianDistance(y.get(":" + half), y.get(half + ":"));
            return new ImageQuality(
                    new EnergyDistance().distance(x, y),
                    MaximumMeanDiscrepancy.ofBandwidth(bandwidth).distance(x, y),
                    new SlicedWasserstein(PROJECTIONS, seed).distance(x, y),
                    roughness(images, scope) / roughness(heldOut, scope));
        }
    }

    private static NDArray flat(NDArray images, NDManager scope) {
        NDArray wide = images.toType(DataType.FLOAT64, true);
        wide.attach(scope);
        return wide.reshape(images.getShape().get(0), -1);
    }

    private static double roughness(NDArray images, NDManager scope) {
        NDArray x = images.stopGradient();
        x.attach(scope);
        NDArray across = x.get(":, :, :, 1:").sub(x.get(":, :, :, :-1"));
        NDArray down = x.get(":, :, 1:, :").sub(x.get(":, :, :-1, :"));
        return across.square().mean().getFloat() + down.square().mean().getFloat();
    }
}
