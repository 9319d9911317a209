// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.util.Arrays;

/** Arithmetic of shapes and strides, checked against overflow. */
final class Shapes {

    /** More axes than PyTorch itself allows a tensor to have. */
    static final int MAX_AXES = 64;

    private Shapes() {}

    /** Returns the product of the axes, 1 for none. */
    static long elements(long[] shape) {
        if (shape.length > MAX_AXES) {
            throw new IllegalArgumentException(
                    "shape: expected at most %d axes, found %d".formatted(MAX_AXES, shape.length));
        }
        boolean empty = false;
        for (long axis : shape) {
            if (axis < 0) {
                throw new IllegalArgumentException(
                        "shape: expected no negative axis, found " + text(shape));
            }
            empty |= axis == 0;
        }
        long product = empty ? 0 : 1;
        for (long axis : shape) {
            if (!empty && product > Long.MAX_VALUE / axis) {
                throw new IllegalArgumentException(
                        "shape: expected fewer than 2^63 elements, found " + text(shape));
            }
            product *= axis;
        }
        return product;
    }

    /** Returns the strides, in elements, of a row-major tensor without gaps. */
    static long[] contiguousStrides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, shape[i]);
        }
        return strides;
    }

    /** Returns the shape as messages print it. */
    static String text(long[] shape) {
        return Arrays.toString(shape);
    }
}
