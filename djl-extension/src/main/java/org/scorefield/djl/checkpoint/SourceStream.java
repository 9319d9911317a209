// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stretch of a source as a stream. Not buffered. */
final class SourceStream extends InputStream {

    private final ByteSource source;
    private final long end;
    private long position;

    SourceStream(ByteSource source, long position, long length) {
        this.source = source;
        this.position = position;
        this.end = position + length;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = (int) Math.min(length, end - position);
        if (count <= 0) {
            return -1;
        }
        source.read(position, ByteBuffer.wrap(target, offset, count));
        position += count;
        return count;
    }
}
