// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge;

import org.scorefield.evaluation.ridge.trajectory.Verdict;

/**
 * A sample to look at, beside the training point nearest to it.
 *
 * @param verdict what became of it
 * @param sample where it ended, over alpha: in the units of the data, [D]
 * @param nearest the training point nearest to it, [D]
 * @param distance between the two, in the units of the data
 * @param rho distance to the ridge over sigma sqrt(D - d) where the ridge was read; NaN where there
 *     is none
 */
public record RidgeExample(
        Verdict verdict, double[] sample, double[] nearest, double distance, double rho) {

    /**
     * Copies.
     *
     * @param verdict what became of it
     * @param sample where it ended, over alpha: in the units of the data, [D]
     * @param nearest the training point nearest to it, [D]
     * @param distance between the two, in the units of the data
     * @param rho distance to the ridge over sigma sqrt(D - d) where the ridge was read; NaN where
     *     there is none
     */
    public RidgeExample {
        sample = sample.clone();
        nearest = nearest.clone();
    }

    /** {@return where it ended, over alpha: in the units of the data, [D]} A copy. */
    @Override
    public double[] sample() {
        return sample.clone();
    }

    /** {@return the training point nearest to it, [D]} A copy. */
    @Override
    public double[] nearest() {
        return nearest.clone();
    }
}
