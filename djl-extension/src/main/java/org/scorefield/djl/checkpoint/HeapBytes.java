// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;

/** Bytes on the heap. Takes over the buffer, which nobody may write to afterwards. */
record HeapBytes(ByteBuffer bytes) implements ByteSource {

    @Override
    public long length() {
        return bytes.capacity();
    }

    @Override
    public void read(long position, ByteBuffer target) {
        int count = target.remaining();
        if (position < 0 || position > bytes.capacity() - count) {
            throw new IndexOutOfBoundsException(position);
        }
        target.put(target.position(), bytes, (int) position, count);
        target.position(target.limit());
    }
}
