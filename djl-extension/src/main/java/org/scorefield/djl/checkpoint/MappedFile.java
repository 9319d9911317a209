// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped into memory, of any length: one read-only mapping a gibibyte, of exactly the length
 * that the file has when opened. The mappings live until they are garbage collected.
 */
final class MappedFile implements ByteSource {

    private static final int SEGMENT_BITS = 30;
    private static final long SEGMENT = 1L << SEGMENT_BITS;

    private final Path path;
    private final long length;
    private final MappedByteBuffer[] segments;

    private MappedFile(Path path, long length, MappedByteBuffer[] segments) {
        this.path = path;
        this.length = length;
        this.segments = segments;
    }

    /** Maps the whole file; the file itself is closed again. */
    static MappedFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = channel.size();
            var segments = new MappedByteBuffer[(int) ((length + SEGMENT - 1) >>> SEGMENT_BITS)];
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
            MappedByteBuffer segment = segments[(int) (from >>> SEGMENT_BITS)];
            int offset = (int) (from & (SEGMENT - 1));
            int count = Math.min(target.remaining(), segment.capacity() - offset);
            target.put(target.position(), segment, offset, count);
            target.position(target.position() + count);
            from += count;
        }
    }
}
