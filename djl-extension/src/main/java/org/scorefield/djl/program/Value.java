// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;

/**
 * A tensor of a {@link Graph}: what an operator returns and another takes.
 *
 * <p>The shape is that of one sample. An activation ({@link #batched}) has one leading batch axis
 * more at run time; a parameter, and whatever is computed from parameters alone, has none.
 */
public final class Value {

    /** What a tensor's elements are. */
    enum Elements {
        REAL,
        INDEX
    }

    private final int index;
    private final Type type;

    Value(int index, Type type) {
        this.index = index;
        this.type = type;
    }

    /** The place of this value in the order of computation. */
    int index() {
        return index;
    }

    Type type() {
        return type;
    }

    /** {@return the dimensions of one sample, without the batch axis; a copy} */
    public long[] shape() {
        return type.shape().clone();
    }

    /** {@return the number of dimensions of one sample} */
    public int rank() {
        return type.shape().length;
    }

    /**
     * One dimension of a sample.
     *
     * @param axis from 0, or from -1 backwards
     * @return its length
     */
    public long dim(int axis) {
        return type.shape()[Shapes.axis("dim", axis, rank())];
    }

    /** {@return whether a batch axis precedes the shape at run time} */
    public boolean batched() {
        return type.batched();
    }

    /** Whether the value depends on the program's first input, and so has tangents. */
    boolean active() {
        return type.active();
    }

    @Override
    public String toString() {
        return (type.batched() ? "batch x " : "") + Arrays.toString(type.shape());
    }
}
