// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip of stored entries whose contents begin at multiples of 64 bytes, as TorchScript maps
 * them. Contents are streamed once: the checksum is put in afterwards. Sizes and offsets beyond 4
 * GiB use Zip64. Equal contents give equal bytes.
 */
final class StoredZip {

    private static final int ALIGNMENT = 64;
    private static final long LIMIT = 0xFFFFFFFFL;
    private static final short DAY_ONE = 0x21;

    /** Writes an entry's contents. */
    interface Contents {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    private record Entry(byte[] name, long offset, long size, int crc) {}

    private final FileChannel file;
    private final List<Entry> entries = new ArrayList<>();

    StoredZip(FileChannel file) {
        this.file = file;
    }

    void add(String name, byte[] contents) throws IOException {
        add(name, contents.length, out -> writeFully(out, ByteBuffer.wrap(contents)));
    }

    /** Adds an entry of a size known before. */
    void add(String name, long size, Contents contents) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        long offset = file.position();
        writeFully(file, localHeader(path, offset, size));
        long start = file.position();
        Checked checked = new Checked(file);
        contents.writeTo(checked);
        if (file.position() - start != size) {
            throw new IOException(
                    name + ": expected " + size + " bytes, found " + (file.position() - start));
        }
        Entry entry = new Entry(path, offset, size, (int) checked.crc.getValue());
        ByteBuffer crc = little(4).putInt(entry.crc).flip();
        for (long at = offset + 14; crc.hasRemaining(); ) {
            at += file.write(crc, at);
        }
        entries.add(entry);
    }

    /** Writes the directory; nothing can be added after. */
    void finish() throws IOException {
        long start = file.position();
        for (Entry entry : entries) {
            writeFully(file, directoryEntry(entry));
        }
        long size = file.position() - start;
        boolean large = start + size >= LIMIT || entries.size() >= 0xFFFF;
        if (large) {
            long end = file.position();
            ByteBuffer b = little(56 + 20);
            b.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
            b.putInt(0).putInt(0).putLong(entries.size()).putLong(entries.size());
            b.putLong(size).putLong(start);
            b.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
            writeFully(file, b.flip());
        }
        short count = (short) (large ? 0xFFFF : entries.size());
        ByteBuffer b = little(22);
        b.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count);
        b.putInt((int) (large ? LIMIT : size)).putInt((int) (large ? LIMIT : start));
        b.putShort((short) 0);
        writeFully(file, b.flip());
    }

    private static ByteBuffer localHeader(byte[] name, long offset, long size) {
        boolean large = size >= LIMIT;
        int before = 30 + name.length + (large ? 20 : 0) + 4;
        int padding = (int) (-(offset + before) & (ALIGNMENT - 1));
        ByteBuffer b = little(before + padding);
        b.putInt(0x04034b50);
        common(b, large, size);
        b.putShort((short) name.length).putShort((short) (before + padding - 30 - name.length));
        b.put(name);
        if (large) {
            b.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
        }
        b.putShort((short) 0x4246).putShort((short) padding);
        return b.position(before + padding).flip();
    }

    private static ByteBuffer directoryEntry(Entry e) {
        boolean large = e.size >= LIMIT || e.offset >= LIMIT;
        ByteBuffer b = little(46 + e.name.length + (large ? 28 : 0));
        b.putInt(0x02014b50).putShort((short) 45);
        int at = b.position();
        common(b, large, e.size);
        b.putInt(at + 10, e.crc);
        b.putShort((short) e.name.length).putShort((short) (large ? 28 : 0)).putShort((short) 0);
        b.putShort((short) 0).putShort((short) 0).putInt(0);
        b.putInt((int) (large ? LIMIT : e.offset)).put(e.name);
        if (large) {
            b.putShort((short) 1).putShort((short) 24);
            b.putLong(e.size).putLong(e.size).putLong(e.offset);
        }
        return b.flip();
    }

    /** Version, flags, method, time, date, checksum (zero yet) and the two sizes. */
    private static void common(ByteBuffer b, boolean large, long size) {
        int shown = (int) (large ? LIMIT : size);
        b.putShort((short) (large ? 45 : 20)).putShort((short) 0).putShort((short) 0);
        b.putShort((short) 0).putShort(DAY_ONE).putInt(0).putInt(shown).putInt(shown);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Passes bytes on and sums them up. */
    private static final class Checked implements WritableByteChannel {
        private final WritableByteChannel out;
        private final CRC32 crc = new CRC32();

        Checked(WritableByteChannel out) {
            this.out = out;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int n = bytes.remaining();
            crc.update(bytes.duplicate());
            writeFully(out, bytes);
            return n;
        }

        @Override
        public boolean isOpen() {
            return out.isOpen();
        }

        @Override
        public void close() {
            // The file stays open for the next entry.
        }
    }
}
