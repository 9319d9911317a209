// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import java.util.Arrays;

/**
 * The space of a model's data.
 *
 * @param shape the shape of one sample, without the batch axis
 * @param range {low, high}: the network's values of stored pixels 0 and 255
 */
public record DataSpace(long[] shape, double[] range) {

    /**
     * Checks and copies.
     *
     * @param shape the shape of one sample, without the batch axis
     * @param range {low, high}: the network's values of stored pixels 0 and 255
     */
    public DataSpace {
        shape = shape.clone();
        range = range.clone();
        if (shape.length == 0 || Arrays.stream(shape).anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException(
                    "shape: expected positive dimensions, found "
                            + Arrays.toString(shape)
                            + "; give the shape of one sample without the batch axis");
        }
        if (range.length != 2 || !(range[0] < range[1]) || !Double.isFinite(range[1] - range[0])) {
            throw new IllegalArgumentException(
                    "range: expected {low, high} with low < high, found "
                            + Arrays.toString(range)
                            + "; give the network's values of pixels 0 and 255");
        }
    }

    /** {@return the shape of one sample, without the batch axis} A copy. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** {@return {low, high}: the network's values of stored pixels 0 and 255} A copy. */
    @Override
    public double[] range() {
        return range.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataSpace space
                && Arrays.equals(shape, space.shape)
                && Arrays.equals(range, space.range);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(range);
    }

    @Override
    public String toString() {
        return "DataSpace[shape="
                + Arrays.toString(shape)
                + ", range="
                + Arrays.toString(range)
                + "]";
    }
}
