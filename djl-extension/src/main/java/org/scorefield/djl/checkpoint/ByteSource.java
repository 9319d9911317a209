// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;

/** Random access to immutable bytes of any length, by several threads. */
sealed interface ByteSource permits HeapBytes, MappedFile {

    /** Returns the number of bytes. */
    long length();

    /**
     * Fills {@code target} from its position to its limit.
     *
     * @throws IndexOutOfBoundsException if that reaches beyond the end
     */
    void read(long position, ByteBuffer target);
}
