// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads the kept samples of an array in one pass and constant memory beside them. */
final class ArrayLoader {
    private static final int CHUNK = 1 << 13;

    private final ArrayHeader header;
    private final ReferenceOptions options;
    private final String name;

    ArrayLoader(ArrayHeader header, ReferenceOptions options, String name) {
        this.header = header;
        this.options = options;
        this.name = name;
    }

    /** Checks the header against what is expected. */
    SampleLayout layout() throws ReferenceException {
        if (header.shape().length < 2) {
            throw new ReferenceException(
                    name
                            + ": expected samples along the first axis and their shape after it,"
                            + " found "
                            + header.shape().length
                            + " axes; labels are not data, give the images");
        }
        SampleLayout layout = SampleLayout.of(header.sample(), options.shape(), name);
        if (header.count() < 1) {
            throw new ReferenceException(
                    name + ": expected at least one sample, found none; give data");
        }
        return layout;
    }

    /**
     * Reads numbers.
     *
     * @param in at the first number
     */
    Stored load(InputStream in) throws IOException, ReferenceException {
        SampleLayout layout = layout();
        long count = header.count();
        int kept = Stored.kept(count, options);
        int size = options.dimension();
        float[] values = new float[Math.multiplyExact(kept, size)];
        Cursor cursor = new Cursor(in);
        if (header.layout() == ArrayHeader.Layout.LAST_FASTEST) {
            long at = 0;
            for (int slot = 0; slot < kept; slot++) {
                long index = Stored.index(slot, kept, count);
                cursor.skip((index - at) * size);
                for (int i = 0; i < size; i++) {
                    values[slot * size + layout.target()[i]] = cursor.next();
                }
                at = index + 1;
            }
            cursor.skip((count - at) * size);
        } else {
            firstFastest(cursor, layout, values, kept);
        }
        return new Stored(values, header.type().kind(), count, layout.note());
    }

    /**
     * Fortran order: all samples of one coordinate, then of the next; axes of a sample reversed.
     */
    private void firstFastest(Cursor cursor, SampleLayout layout, float[] values, int kept)
            throws IOException, ReferenceException {
        long[] shape = header.sample();
        int size = options.dimension();
        for (int f = 0; f < size; f++) {
            int place = layout.target()[lastFastest(f, shape)];
            long at = 0;
            for (int slot = 0; slot < kept; slot++) {
                long index = Stored.index(slot, kept, header.count());
                cursor.skip(index - at);
                values[slot * size + place] = cursor.next();
                at = index + 1;
            }
            cursor.skip(header.count() - at);
        }
    }

    private static int lastFastest(int firstFastest, long[] shape) {
        int rest = firstFastest;
        int index = 0;
        int stride = 1;
        for (long n : shape) {
            stride *= (int) n;
        }
        for (long n : shape) {
            stride /= (int) n;
            index += rest % (int) n * stride;
            rest /= (int) n;
        }
        return index;
    }

    /** Numbers from a stream. */
    private final class Cursor {
        private final InputStream in;
        private final ByteBuffer buffer;

        Cursor(InputStream in) {
            this.in = in;
            this.buffer = ByteBuffer.allocate(CHUNK).order(header.order()).limit(0);
        }

        float next() throws IOException, ReferenceException {
            if (buffer.remaining() < header.type().bytes()) {
                fill();
            }
            return header.type().next(buffer);
        }

        void skip(long elements) throws IOException, ReferenceException {
            long bytes = elements * header.type().bytes();
            int here = (int) Math.min(bytes, buffer.remaining());
            buffer.position(buffer.position() + here);
            try {
                in.skipNBytes(bytes - here);
            } catch (EOFException e) {
                throw truncated(e);
            }
        }

        private void fill() throws IOException, ReferenceException {
            buffer.compact();
            while (buffer.position() < header.type().bytes()) {
                int n = in.read(buffer.array(), buffer.position(), buffer.remaining());
                if (n < 0) {
                    throw truncated(new EOFException());
                }
                buffer.position(buffer.position() + n);
            }
            buffer.flip();
        }
    }

    private ReferenceException truncated(EOFException e) {
        return new ReferenceException(
                name
                        + ": expected "
                        + header.elements()
                        + " numbers of "
                        + header.type().bytes()
                        + " byte(s), found the end of the file before; the file is truncated, get it"
                        + " anew",
                e);
    }
}
