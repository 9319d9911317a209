// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.util.Arrays;

/**
 * What the checkpoint expects of its data.
 *
 * @param shape shape of one sample, channels first, for example {1, 28, 28}; every size positive
 * @param low value of the checkpoint's data that a stored byte 0 means
 * @param high value of the checkpoint's data that a stored byte 255 means
 * @param limit at most so many samples are kept, evenly spread over the file
 */
public record ReferenceOptions(long[] shape, double low, double high, int limit) {

    /** Kept samples where nothing else is asked for. */
    public static final int DEFAULT_LIMIT = 10_000;

    /**
     * Checks the values.
     *
     * @param shape shape of one sample, channels first, for example {1, 28, 28}; every size
     *     positive
     * @param low value of the checkpoint's data that a stored byte 0 means
     * @param high value of the checkpoint's data that a stored byte 255 means
     * @param limit at most so many samples are kept, evenly spread over the file
     */
    public ReferenceOptions {
        shape = shape.clone();
        if (shape.length == 0 || Arrays.stream(shape).anyMatch(n -> n <= 0)) {
            throw new IllegalArgumentException(
                    "shape: expected positive sizes, found "
                            + Arrays.toString(shape)
                            + "; give the shape of one sample, for example [1, 28, 28]");
        }
        if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "range: expected finite low < high, found ["
                            + low
                            + ", "
                            + high
                            + "]; give the card's data range");
        }
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "limit: expected at least 1, found " + limit + "; ask for one sample or more");
        }
    }

    /**
     * Options with the default limit.
     *
     * @param shape shape of one sample, channels first; every size positive
     * @param range {low, high}: the checkpoint's values of stored bytes 0 and 255
     * @return the options
     */
    public static ReferenceOptions of(long[] shape, double[] range) {
        if (range.length != 2) {
            throw new IllegalArgumentException(
                    "range: expected two numbers, found "
                            + Arrays.toString(range)
                            + "; give [low, high]");
        }
        return new ReferenceOptions(shape, range[0], range[1], DEFAULT_LIMIT);
    }

    /**
     * These options with another limit.
     *
     * @param samples at most so many samples are kept, evenly spread over the file
     * @return these options with another limit
     */
    public ReferenceOptions withLimit(int samples) {
        return new ReferenceOptions(shape, low, high, samples);
    }

    /**
     * {@return shape of one sample, channels first, for example {1, 28, 28}; every size positive} A
     * copy.
     */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** {@return numbers in one sample} */
    public int dimension() {
        long size = 1;
        for (long n : shape) {
            size = Math.multiplyExact(size, n);
        }
        return Math.toIntExact(size);
    }
}
