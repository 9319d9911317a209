// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score;

import org.scorefield.evaluation.EvaluationException;

/**
 * Noised data and what the model made of them, at one level. Holds its arrays without copying: it
 * lives for one step of a loop.
 *
 * @param level the noise level of all rows
 * @param first position of the first datum in the order of the audit
 * @param noisesPerDatum rows of each datum, one after another; a batch holds whole data
 * @param x [rows, D] noised data
 * @param noise [rows, D] the noise drawn
 * @param predicted [rows, D] the model's estimate of the noise
 */
public record NoisedBatch(
        NoiseLevel level,
        long first,
        int noisesPerDatum,
        double[] x,
        double[] noise,
        double[] predicted) {

    /** Checks sizes and that the network gave numbers. */
    public NoisedBatch {
        if (x.length != noise.length || x.length != predicted.length) {
            throw new IllegalArgumentException(
                    "predicted: expected "
                            + x.length
                            + " numbers, found "
                            + predicted.length
                            + "; the model must return the shape it was given");
        }
        for (double value : predicted) {
            if (!Double.isFinite(value)) {
                throw new EvaluationException(
                        String.format(
                                "network output: expected finite numbers, found %s at t = %.4f"
                                        + " (sigma = %.4g); check the card's schedule and data"
                                        + " range, or run in float32",
                                value, level.t(), level.sigma()));
            }
        }
    }
}
