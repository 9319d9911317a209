// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What stands before the numbers of an array.
 *
 * @param type type of the numbers
 * @param order byte order
 * @param layout which axis moves fastest
 * @param shape sizes, samples first
 * @param start bytes before the first number
 */
record ArrayHeader(ElementType type, ByteOrder order, Layout layout, long[] shape, long start) {

    /** Which axis moves fastest in the file. */
    enum Layout {
        /** C order: the last. */
        LAST_FASTEST,
        /** Fortran order: the first. */
        FIRST_FASTEST
    }

    /** Number of samples. */
    long count() {
        return shape[0];
    }

    /** Shape of one sample as stored. */
    long[] sample() {
        return Arrays.copyOfRange(shape, 1, shape.length);
    }

    /** Numbers in all. */
    long elements() {
        long elements = 1;
        for (long n : shape) {
            elements = Math.multiplyExact(elements, n);
        }
        return elements;
    }
}
