// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** A view over bytes: element (i, j, ...) lies at base + (i stride0 + j stride1 + ...) * size. */
final class StridedTensor implements Tensor {

    private static final int CHUNK = 8192;

    private final ByteSource source;
    private final long base;
    private final DType dtype;
    private final long[] shape;
    private final long[] strides;
    private final long elements;

    private StridedTensor(ByteSource source, long base, DType dtype, long[] shape, long[] strides) {
        this.source = source;
        this.base = base;
        this.dtype = dtype;
        this.shape = shape.clone();
        this.strides = strides.clone();
        this.elements = Shapes.elements(shape);
    }

    /**
     * Returns a row-major view without gaps.
     *
     * @throws IllegalArgumentException if it reaches outside of the source
     */
    static StridedTensor contiguous(ByteSource source, long base, DType dtype, long[] shape) {
        long bytes = checkedBytes(Shapes.elements(shape), dtype);
        checkInside(source, base, bytes);
        return new StridedTensor(source, base, dtype, shape, Shapes.contiguousStrides(shape));
    }

    /**
     * Returns a view of a storage, as PyTorch describes one.
     *
     * @param view offset and strides in elements
     * @throws IllegalArgumentException if it reaches outside of the storage or of the source
     */
    static StridedTensor of(ByteSource source, Storage storage, View view) {
        checkInside(source, storage.position(), storage.length());
        DType dtype = storage.dtype();
        long held = storage.length() / dtype.bytes();
        long reach = view.reach();
        if (reach > held) {
            throw new IllegalArgumentException(
                    "expected a view of at most %d elements of storage, found offset %d, shape %s, strides %s, which reach %d"
                            .formatted(
                                    held,
                                    view.offset(),
                                    Shapes.text(view.shape()),
                                    Shapes.text(view.strides()),
                                    reach));
        }
        long base =
                reach == 0
                        ? storage.position()
                        : storage.position() + view.offset() * dtype.bytes();
        return new StridedTensor(source, base, dtype, view.shape(), view.strides());
    }

    private static long checkedBytes(long elements, DType dtype) {
        if (elements > Long.MAX_VALUE / dtype.bytes()) {
            throw new IllegalArgumentException(
                    "expected fewer than 2^63 bytes, found %d elements of %s"
                            .formatted(elements, dtype));
        }
        return elements * dtype.bytes();
    }

    private static void checkInside(ByteSource source, long base, long bytes) {
        if (base < 0 || bytes < 0 || base > source.length() || bytes > source.length() - base) {
            throw new IllegalArgumentException(
                    "expected bytes inside of the %d there are, found %d bytes at %d"
                            .formatted(source.length(), bytes, base));
        }
    }

    /** Bytes of one type: a stretch of the source. */
    record Storage(long position, long length, DType dtype) {}

    /** Where a view's elements lie in its storage, in elements. */
    record View(long offset, long[] shape, long[] strides) {
        View {
            Shapes.elements(shape);
            if (offset < 0 || shape.length != strides.length) {
                throw new IllegalArgumentException(
                        "expected an offset from 0 and one stride an axis, found offset %d, shape %s, strides %s"
                                .formatted(offset, Shapes.text(shape), Shapes.text(strides)));
            }
            for (long stride : strides) {
                if (stride < 0) {
                    throw new IllegalArgumentException(
                            "expected no negative stride, found " + Shapes.text(strides));
                }
            }
            shape = shape.clone();
            strides = strides.clone();
        }

        /** Returns one more than the last storage element used; 0 if the view is empty. */
        long reach() {
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] == 0) {
                    return 0;
                }
                long steps = shape[i] - 1;
                if (steps != 0 && strides[i] > (Long.MAX_VALUE - 1 - last) / steps) {
                    return Long.MAX_VALUE;
                }
                last += steps * strides[i];
            }
            return last == Long.MAX_VALUE ? last : last + 1;
        }
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public long elements() {
        return elements;
    }

    @Override
    public void writeTo(WritableByteChannel out, DType target) throws IOException {
        if (!dtype.convertsTo(target)) {
            throw new IllegalArgumentException(
                    "target: expected a type that %s widens to, found %s; use F32 or F64"
                            .formatted(dtype, target));
        }
        var cursor = new ElementCursor(source, base, dtype.bytes(), shape, strides);
        ByteBuffer raw = buffer(dtype);
        ByteBuffer converted = target == dtype ? raw : buffer(target);
        for (long left = elements; left > 0; ) {
            int count = (int) Math.min(CHUNK, left);
            cursor.next(raw.clear(), count);
            raw.flip();
            if (target != dtype) {
                Elements.convert(raw, dtype, converted.clear(), target, count);
                converted.flip();
            }
            while (converted.hasRemaining()) {
                out.write(converted);
            }
            left -= count;
        }
    }

    @Override
    public double[] toDoubles() {
        var values = new double[arrayLength()];
        var cursor = new ElementCursor(source, base, dtype.bytes(), shape, strides);
        ByteBuffer raw = buffer(dtype);
        for (int done = 0; done < values.length; ) {
            int count = Math.min(CHUNK, values.length - done);
            cursor.next(raw.clear(), count);
            for (int i = 0; i < count; i++) {
                values[done + i] = Elements.asDouble(raw, i, dtype);
            }
            done += count;
        }
        return values;
    }

    @Override
    public float[] toFloats() {
        var values = new float[arrayLength()];
        var cursor = new ElementCursor(source, base, dtype.bytes(), shape, strides);
        ByteBuffer raw = buffer(dtype);
        for (int done = 0; done < values.length; ) {
            int count = Math.min(CHUNK, values.length - done);
            cursor.next(raw.clear(), count);
            for (int i = 0; i < count; i++) {
                values[done + i] = Elements.asFloat(raw, i, dtype);
            }
            done += count;
        }
        return values;
    }

    private int arrayLength() {
        if (elements > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(
                    "tensor: expected at most %d elements for an array, found %d; use writeTo"
                            .formatted(Integer.MAX_VALUE - 8, elements));
        }
        return (int) elements;
    }

    private ByteBuffer buffer(DType type) {
        int count = (int) Math.min(CHUNK, elements);
        return ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
