// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;

/** Walks a strided view in row-major order, copying the longest stretches that lie together. */
final class ElementCursor {

    private final ByteSource source;
    private final int size;
    private final long[] shape;
    private final long[] strides;
    private final int outerAxes;
    private final long run;

    private final long[] index;
    private long position;
    private long leftInRun;

    ElementCursor(ByteSource source, long base, int size, long[] shape, long[] strides) {
        this.source = source;
        this.size = size;
        this.shape = shape;
        this.strides = strides;
        int axis = shape.length;
        long together = 1;
        while (axis > 0 && (shape[axis - 1] == 1 || strides[axis - 1] == together)) {
            axis--;
            together *= shape[axis];
        }
        outerAxes = axis;
        run = together;
        index = new long[axis];
        position = base;
        leftInRun = run;
    }

    /** Copies the next {@code count} elements; the caller never asks for more than are left. */
    void next(ByteBuffer target, int count) {
        for (int left = count; left > 0; ) {
            if (leftInRun == 0) {
                step();
            }
            int copy = (int) Math.min(left, leftInRun);
            target.limit(target.position() + copy * size);
            source.read(position + (run - leftInRun) * size, target);
            leftInRun -= copy;
            left -= copy;
        }
    }

    private void step() {
        for (int axis = outerAxes - 1; axis >= 0; axis--) {
            position += strides[axis] * size;
            if (++index[axis] < shape[axis]) {
                break;
            }
            position -= shape[axis] * strides[axis] * size;
            index[axis] = 0;
        }
        leftInRun = run;
    }
}
