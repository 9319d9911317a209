// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, of known length, counted as they are read. */
public final class PickleInput {

    private static final int LONGEST_LINE = 1024;

    private final InputStream stream;
    private final long length;
    private long position;

    /**
     * Makes an input.
     *
     * @param stream the bytes; should be buffered; not closed
     * @param length the number of bytes that may be read
     */
    public PickleInput(InputStream stream, long length) {
        this.stream = stream;
        this.length = length;
    }

    /** {@return the number of bytes read so far} */
    public long position() {
        return position;
    }

    long left() {
        return length - position;
    }

    int u8() throws PickleException, IOException {
        require(1);
        int value = stream.read();
        if (value < 0) {
            throw truncated(1);
        }
        position++;
        return value;
    }

    /** Reads a little-endian integer of 1 to 8 bytes; 8 bytes are signed. */
    long unsigned(int bytes) throws PickleException, IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) u8() << (8 * i);
        }
        return value;
    }

    /** Reads bytes, taken from the allowance first. */
    byte[] bytes(long count, Allowance allowance) throws PickleException, IOException {
        require(count);
        allowance.charge(count + 16);
        byte[] bytes = stream.readNBytes((int) count);
        if (bytes.length != count) {
            throw truncated(count);
        }
        position += count;
        return bytes;
    }

    String utf8(long count, Allowance allowance) throws PickleException, IOException {
        require(count);
        allowance.charge(2 * count + 40);
        // Python can write lone surrogates, which are no UTF-8; they become replacement characters.
        return new String(bytes(count, allowance), StandardCharsets.UTF_8);
    }

    String line() throws PickleException, IOException {
        var line = new StringBuilder();
        for (int next = u8(); next != '\n'; next = u8()) {
            if (line.length() == LONGEST_LINE) {
                throw new PickleException(
                        "expected names of at most %d bytes, found a longer one; the file is damaged"
                                .formatted(LONGEST_LINE));
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private void require(long count) throws PickleException {
        if (count < 0 || count > left() || count > Integer.MAX_VALUE - 8) {
            throw truncated(count);
        }
    }

    private PickleException truncated(long count) {
        return new PickleException(
                "expected %s more bytes, found the end after %d; the file is truncated or damaged, fetch it again"
                        .formatted(Long.toUnsignedString(count), left()));
    }
}
