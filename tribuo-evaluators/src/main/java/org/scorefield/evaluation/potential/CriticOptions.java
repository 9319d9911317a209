// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

/**
 * How a {@link NeuralCritic} is made and trained.
 *
 * @param neurons hidden neurons, at least 1
 * @param epochs passes over the training rows, at least 1
 * @param batch rows a step, at least 1
 * @param rate Adam's step size, above 0, falling to 0 as half a cosine
 * @param seed of the first weights and the order of the rows
 */
public record CriticOptions(int neurons, int epochs, int batch, double rate, long seed) {

    /**
     * Checks ranges.
     *
     * @param neurons hidden neurons, at least 1
     * @param epochs passes over the training rows, at least 1
     * @param batch rows a step, at least 1
     * @param rate Adam's step size, above 0, falling to 0 as half a cosine
     * @param seed of the first weights and the order of the rows
     */
    public CriticOptions {
        if (neurons < 1 || epochs < 1 || batch < 1 || !(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "neurons, epochs, batch, rate: expected at least 1, 1, 1 and a number between 0"
                            + " and 1, found "
                            + neurons
                            + ", "
                            + epochs
                            + ", "
                            + batch
                            + ", "
                            + rate
                            + "; start from defaults(seed)");
        }
    }

    /**
     * 64 neurons, 60 epochs, batches of 256, rate 0.01.
     *
     * @param seed of the first weights and the order of the rows
     * @return the options
     */
    public static CriticOptions defaults(long seed) {
        return new CriticOptions(64, 60, 256, 0.01, seed);
    }
}
