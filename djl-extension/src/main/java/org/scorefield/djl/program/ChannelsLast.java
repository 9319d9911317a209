// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Passes on a weight [out, channels, taps] as [out, taps, channels], holding one output channel at
 * a time.
 */
final class ChannelsLast implements WritableByteChannel {

    private final WritableByteChannel out;
    private final int channels;
    private final int taps;
    private final int bytes;
    private final ByteBuffer filter;
    private final ByteBuffer turned;

    /**
     * @param shape [out, channels, kernel height, kernel width]
     * @param bytes of one element
     */
    ChannelsLast(WritableByteChannel out, long[] shape, int bytes) {
        this.out = out;
        this.channels = Math.toIntExact(shape[1]);
        this.taps = Math.toIntExact(shape[2] * shape[3]);
        this.bytes = bytes;
        this.filter = ByteBuffer.allocate(Math.multiplyExact(channels * bytes, taps));
        this.turned = ByteBuffer.allocate(filter.capacity());
    }

    /** The strides of such a weight, in elements. */
    static long[] strides(long[] shape) {
        long channels = shape[1];
        return new long[] {channels * shape[2] * shape[3], 1, shape[3] * channels, channels};
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int n = from.remaining();
        while (from.hasRemaining()) {
            int part = Math.min(from.remaining(), filter.remaining());
            filter.put(from.slice(from.position(), part));
            from.position(from.position() + part);
            if (!filter.hasRemaining()) {
                turn();
            }
        }
        return n;
    }

    private void turn() throws IOException {
        for (int tap = 0; tap < taps; tap++) {
            for (int channel = 0; channel < channels; channel++) {
                int at = (channel * taps + tap) * bytes;
                turned.put((tap * channels + channel) * bytes, filter, at, bytes);
            }
        }
        turned.clear();
        while (turned.hasRemaining()) {
            out.write(turned);
        }
        turned.clear();
        filter.clear();
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    @Override
    public void close() {
        // The channel behind it stays open for the next entry.
    }
}
