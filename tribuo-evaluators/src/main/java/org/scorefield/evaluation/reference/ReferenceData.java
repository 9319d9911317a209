// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.util.Arrays;

/**
 * Samples of the data distribution, in the checkpoint's own range: x at t = 0.
 *
 * <p>Values are finite and not all equal. Immutable.
 */
public final class ReferenceData {
    private final float[] values;
    private final long[] shape;
    private final int dimension;
    private final ReferenceProvenance provenance;

    private ReferenceData(float[] values, long[] shape, ReferenceProvenance provenance) {
        this.values = values;
        this.shape = shape;
        this.provenance = provenance;
        this.dimension = size(shape);
    }

    /**
     * Samples from memory.
     *
     * @param values row after row, [count, *shape]; copied
     * @param shape shape of one sample
     * @param name what to call the data in a report
     * @return the data
     * @throws IllegalArgumentException where the values do not fit, are not finite or are constant
     */
    public static ReferenceData of(float[] values, long[] shape, String name) {
        int size = size(shape);
        if (size < 1 || values.length == 0 || values.length % size != 0) {
            throw new IllegalArgumentException(
                    "values: expected a positive multiple of "
                            + size
                            + " numbers, found "
                            + values.length
                            + "; give [count, *shape] row after row");
        }
        String problem = Values.problem(values, size);
        if (problem != null) {
            throw new IllegalArgumentException("values: " + problem);
        }
        return wrap(values.clone(), shape, ReferenceProvenance.memory(name, values, shape));
    }

    static ReferenceData wrap(float[] values, long[] shape, ReferenceProvenance provenance) {
        return new ReferenceData(values, shape.clone(), provenance);
    }

    /** {@return number of samples} */
    public int count() {
        return values.length / dimension;
    }

    /** {@return numbers in one sample} */
    public int dimension() {
        return dimension;
    }

    /** {@return shape of one sample, channels first} */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * A copy of one sample, [dimension].
     *
     * @param index number of the sample, from 0
     * @return its numbers
     */
    public float[] sample(int index) {
        return Arrays.copyOfRange(values, index * dimension, (index + 1) * dimension);
    }

    /**
     * One number: coordinate {@code k} of sample {@code index}.
     *
     * @param index number of the sample, from 0
     * @param k number of the coordinate, from 0
     * @return the number
     */
    public float value(int index, int k) {
        return values[index * dimension + k];
    }

    /** {@return where the samples come from} */
    public ReferenceProvenance provenance() {
        return provenance;
    }

    private static int size(long[] shape) {
        long size = 1;
        for (long n : shape) {
            size = Math.multiplyExact(size, n);
        }
        return Math.toIntExact(size);
    }
}
