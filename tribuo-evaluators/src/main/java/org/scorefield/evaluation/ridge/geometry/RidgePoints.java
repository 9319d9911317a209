// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.geometry;

import ai.djl.ndarray.NDArray;

/**
 * What holds at n states of the ridge at one noise level.
 *
 * @param frames tangent frames and eigenvalues
 * @param score g, {@code [n, D]} FLOAT64
 * @param normalScore E E^T g, {@code [n, D]}; without meaning where the frame is undefined
 * @param residuals |E E^T g|, [n], in one over the units of x; NaN where the frame is undefined
 * @param defined whether the frame is defined, [n]
 * @param curved whether l_(d+1) &lt; 0, that is C_(d+1) &lt; sigma^2, [n]; nearly always true at
 *     small noise, where it certifies nothing by itself
 */
@SuppressWarnings("ArrayRecordComponent")
public record RidgePoints(
        Frames frames,
        NDArray score,
        NDArray normalScore,
        double[] residuals,
        boolean[] defined,
        boolean[] curved) {

    static RidgePoints of(Frames frames, NDArray score, boolean[] defined) {
        NDArray normal = frames.normal(score);
        double[] residuals = Lengths.of(normal);
        double[] ratios = frames.normalRatios();
        boolean[] curved = new boolean[residuals.length];
        for (int i = 0; i < residuals.length; i++) {
            curved[i] = ratios[i] < 1;
            residuals[i] = defined[i] ? residuals[i] : Double.NaN;
        }
        return new RidgePoints(frames, score, normal, residuals, defined, curved);
    }

    /** {@return how many of the frames are undefined} */
    public int undefined() {
        int count = 0;
        for (boolean one : defined) {
            count += one ? 0 : 1;
        }
        return count;
    }
}
