// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped into memory, of any length: one read-only mapping a gibibyte, of exactly the length
 * that the file has when opened. The mappings live until they are garbage collected. A file of at
 * most 64 KiB is read to the heap instead.
 */
final class MappedFile implements ByteSource {

    /** Up to this many bytes are cheaper to copy than to map. */
    private static final int SMALL = 1 << 16;

    private static final int SEGMENT_BITS = 30;
    private static final long SEGMENT = 1L << SEGMENT_BITS;

    private final Path path;
    private final long length;
    private final ByteBuffer[] segments;

    private MappedFile(Path path, long length, ByteBuffer[] segments) {
        this.path = path;
        this.length = length;
        this.segments = segments;
    }

    /** Maps the whole file; the file itself is closed again. */
    static MappedFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length <= SMALL) {
                return new MappedFile(path, length, read(channel, (int) length));
            }
            var segments = new ByteBuffer[(int) ((length + SEGMENT - 1) >>> SEGMENT_BITS)];
            for (int i = 0; i < segments.length; i++) {
                long start = i * SEGMENT;
                segments[i] =
                        channel.map(
                                FileChannel.MapMode.READ_ONLY,
                                start,
                                Math.min(SEGMENT, length - start));
            }
            return new MappedFile(path, length, segments);
        }
    }

    private static ByteBuffer[] read(FileChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return new ByteBuffer[] {bytes.flip()};
    }

    Path path() {
        return path;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long position, ByteBuffer target) {
        if (position < 0 || position > length - target.remaining()) {
            throw new IndexOutOfBoundsException(position);
        }
        long from = position;
        while (target.hasRemaining()) {
            ByteBuffer segment = segments[(int) (from >>> SEGMENT_BITS)];
            int offset = (int) (from & (SEGMENT - 1));
            int count = Math.min(target.remaining(), segment.capacity() - offset);
            target.put(target.position(), segment, offset, count);
            target.position(target.position() + count);
            from += count;
        }
    }
}
