// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import ai.djl.ndarray.NDArray;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * Tangent spaces of the support, or what is known of them: from a formula, from neighbouring data,
 * from the ridge of the noised density, or from a score's Jacobian.
 */
public interface TangentFrames {

    /** {@return what reports call it, for example {@code local PCA}} */
    String name();

    /**
     * The frames at some states.
     *
     * @param x states at the level, {@code [n, D]} FLOAT64; not modified
     * @param level where they are; data lie at x / alpha
     * @param directions d, 1 to D - 1
     * @return frames, none where they are undefined
     */
    Tangents at(NDArray x, NoiseLevel level, int directions);
}
