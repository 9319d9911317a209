// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.model;

import java.util.Arrays;
import java.util.Optional;
import org.scorefield.djl.field.Quantity;

/**
 * What is asked of a checkpoint.
 *
 * @param quantity score, denoiser, epsilon, velocity, noise or output
 * @param x states, [batch, *shape]
 * @param t a time of each state in [0, 1], 1 = noise: [batch], or one number for all; a network
 *     without a time takes none for its output
 */
public record FieldQuery(String quantity, DenseArray x, Optional<DenseArray> t) {

    /**
     * Checks the values.
     *
     * @param quantity score, denoiser, epsilon, velocity, noise or output
     * @param x states, [batch, *shape]
     * @param t a time of each state in [0, 1], 1 = noise: [batch], or one number for all; a network
     *     without a time takes none for its output
     */
    public FieldQuery {
        Quantity.named(quantity);
        for (float value : t.map(DenseArray::values).orElse(new float[0])) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(
                        "t: expected times in [0, 1], 1 = noise, found " + value + "; correct it");
            }
        }
    }

    /**
     * The times, one for each state.
     *
     * @param shape of one state
     * @return the times; empty if none is given
     * @throws IllegalArgumentException if x is no batch of such states, or t does not fit it
     */
    Optional<float[]> timesFor(long[] shape) {
        long[] found = x.shape();
        if (found.length != shape.length + 1
                || !Arrays.equals(shape, Arrays.copyOfRange(found, 1, found.length))) {
            String inner = Arrays.toString(shape);
            throw new IllegalArgumentException(
                    "x: expected [batch, "
                            + inner.substring(1)
                            + ", found "
                            + Arrays.toString(found)
                            + "; reshape it");
        }
        return t.map(times -> spread(times, (int) found[0]));
    }

    private static float[] spread(DenseArray times, int batch) {
        float[] values = times.values();
        if (times.shape().length == 0) {
            float[] all = new float[batch];
            Arrays.fill(all, values[0]);
            return all;
        }
        if (times.shape().length != 1 || values.length != batch) {
            throw new IllegalArgumentException(
                    "t: expected one number, or ["
                            + batch
                            + "], found "
                            + Arrays.toString(times.shape())
                            + "; give one time for each state");
        }
        return values;
    }
}
