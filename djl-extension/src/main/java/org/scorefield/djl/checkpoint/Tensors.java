// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors made in memory, for tests, examples and weights that no file holds. */
public final class Tensors {

    private Tensors() {}

    /**
     * Returns an F32 tensor.
     *
     * @param values row-major elements; copied
     * @param shape the shape; none for a scalar
     * @return the tensor, of type F32
     * @throws IllegalArgumentException if the product of the shape is not the number of values
     */
    public static Tensor of(float[] values, long... shape) {
        ByteBuffer bytes = littleEndian(values.length, DType.F32, shape);
        bytes.asFloatBuffer().put(values);
        return contiguous(bytes, DType.F32, shape);
    }

    /**
     * As {@link #of(float[], long...)}, an F64 tensor.
     *
     * @param values row-major elements; copied
     * @param shape the shape; none for a scalar
     * @return the tensor, of type F64
     */
    public static Tensor of(double[] values, long... shape) {
        ByteBuffer bytes = littleEndian(values.length, DType.F64, shape);
        bytes.asDoubleBuffer().put(values);
        return contiguous(bytes, DType.F64, shape);
    }

    /**
     * As {@link #of(float[], long...)}, an I64 tensor.
     *
     * @param values row-major elements; copied
     * @param shape the shape; none for a scalar
     * @return the tensor, of type I64
     */
    public static Tensor of(long[] values, long... shape) {
        ByteBuffer bytes = littleEndian(values.length, DType.I64, shape);
        bytes.asLongBuffer().put(values);
        return contiguous(bytes, DType.I64, shape);
    }

    /**
     * Returns a tensor of any type from its raw elements.
     *
     * @param dtype the element type
     * @param elements row-major little-endian bytes; copied
     * @param shape the shape; none for a scalar
     * @return the tensor, of that type
     * @throws IllegalArgumentException if the number of bytes is not shape times type
     */
    public static Tensor ofBytes(DType dtype, byte[] elements, long... shape) {
        if (elements.length % dtype.bytes() != 0) {
            throw new IllegalArgumentException(
                    "elements: expected a multiple of %d bytes for %s, found %d; pass whole elements"
                            .formatted(dtype.bytes(), dtype, elements.length));
        }
        ByteBuffer bytes = littleEndian(elements.length / dtype.bytes(), dtype, shape);
        bytes.duplicate().put(elements);
        return contiguous(bytes, dtype, shape);
    }

    private static ByteBuffer littleEndian(int values, DType dtype, long[] shape) {
        long expected = Shapes.elements(shape);
        if (expected != values) {
            throw new IllegalArgumentException(
                    "values: expected %d for shape %s, found %d; pass one value an element"
                            .formatted(expected, Shapes.text(shape), values));
        }
        return ByteBuffer.allocate(Math.multiplyExact(values, dtype.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Tensor contiguous(ByteBuffer bytes, DType dtype, long[] shape) {
        return StridedTensor.contiguous(new HeapBytes(bytes), 0, dtype, shape);
    }
}
