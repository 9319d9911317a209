// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import ai.djl.ndarray.NDArray;
import org.scorefield.djl.schedule.NoiseSchedule;
import org.scorefield.evaluation.reference.density.ReferenceDistribution;

/** The exact prediction of the noise, where the distribution of the data is known. */
@FunctionalInterface
public interface TrueScore {

    /**
     * eps* = E[eps | x] = -sigma grad log p_t(x).
     *
     * @param x states, [n, D] FLOAT64; not modified
     * @param t time in [0, 1], 1 = noise
     * @return [n, D] FLOAT64, without unit, owned by the manager of {@code x}
     */
    NDArray epsilon(NDArray x, double t);

    /**
     * The true score of data from a distribution, along a schedule.
     *
     * @param distribution the distribution of the data
     * @param schedule alpha and sigma
     * @return its score at every t with sigma(t) above 0
     */
    static TrueScore of(ReferenceDistribution distribution, NoiseSchedule schedule) {
        return (x, t) -> {
            double sigma = schedule.sigma(t);
            return distribution.score(x, schedule.alpha(t), sigma).mul(-sigma);
        };
    }
}
