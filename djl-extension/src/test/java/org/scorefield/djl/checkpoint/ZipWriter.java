// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives field by field, also such as no archiver would. */
final class ZipWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Record> records = new ArrayList<>();

    /** An entry of the central directory. */
    record Record(String name, int method, long stored, long size, long crc, long header) {
        Record withHeader(long other) {
            return new Record(name, method, stored, size, crc, other);
        }

        Record withSizes(long bytes) {
            return new Record(name, method, bytes, bytes, 0, header);
        }
    }

    /** Appends a stored entry. */
    ZipWriter stored(String name, byte[] data) {
        return entry(name, 0, data, data);
    }

    /** Appends a deflated entry. */
    ZipWriter deflated(String name, byte[] data) {
        var deflater = new Deflater(9, true);
        deflater.setInput(data);
        deflater.finish();
        var packed = new ByteArrayOutputStream();
        var chunk = new byte[1 << 16];
        while (!deflater.finished()) {
            packed.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return entry(name, 8, packed.toByteArray(), data);
    }

    private ZipWriter entry(String name, int method, byte[] stored, byte[] data) {
        var crc = new CRC32();
        crc.update(data);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        var record =
                new Record(name, method, stored.length, data.length, crc.getValue(), out.size());
        out.writeBytes(
                little(30 + text.length)
                        .putInt(0x04034b50)
                        .putShort((short) 20)
                        .putShort((short) 0)
                        .putShort((short) method)
                        .putInt(0)
                        .putInt((int) record.crc())
                        .putInt(stored.length)
                        .putInt(data.length)
                        .putShort((short) text.length)
                        .putShort((short) 0)
                        .put(text)
                        .array());
        out.writeBytes(stored);
        records.add(record);
        return this;
    }

    List<Record> records() {
        return records;
    }

    /** Returns the archive with the central directory of the entries written. */
    byte[] bytes() {
        return bytes(records);
    }

    /** Returns the archive with another central directory. */
    byte[] bytes(List<Record> directory) {
        var archive = new ByteArrayOutputStream();
        archive.writeBytes(out.toByteArray());
        int start = archive.size();
        for (Record r : directory) {
            archive.writeBytes(central(r, false));
        }
        int size = archive.size() - start;
        archive.writeBytes(end(directory.size(), size, start));
        return archive.toByteArray();
    }

    /** Returns the archive with all sizes and offsets in zip64 fields. */
    byte[] bytes64() {
        var archive = new ByteArrayOutputStream();
        archive.writeBytes(out.toByteArray());
        long start = archive.size();
        for (Record r : records) {
            archive.writeBytes(central(r, true));
        }
        long size = archive.size() - start;
        long end64 = archive.size();
        archive.writeBytes(
                little(56)
                        .putInt(0x06064b50)
                        .putLong(44)
                        .putShort((short) 45)
                        .putShort((short) 45)
                        .putInt(0)
                        .putInt(0)
                        .putLong(records.size())
                        .putLong(records.size())
                        .putLong(size)
                        .putLong(start)
                        .array());
        archive.writeBytes(
                little(20).putInt(0x07064b50).putInt(0).putLong(end64).putInt(1).array());
        archive.writeBytes(end(0xffff, -1, -1));
        return archive.toByteArray();
    }

    private static byte[] central(Record r, boolean wide) {
        byte[] text = r.name().getBytes(StandardCharsets.UTF_8);
        int extra = wide ? 28 : 0;
        ByteBuffer bytes =
                little(46 + text.length + extra)
                        .putInt(0x02014b50)
                        .putShort((short) 45)
                        .putShort((short) 45)
                        .putShort((short) 0)
                        .putShort((short) r.method())
                        .putInt(0)
                        .putInt((int) r.crc())
                        .putInt(wide ? -1 : (int) r.stored())
                        .putInt(wide ? -1 : (int) r.size())
                        .putShort((short) text.length)
                        .putShort((short) extra)
                        .putShort((short) 0)
                        .putInt(0)
                        .putInt(0)
                        .putInt(wide ? -1 : (int) r.header())
                        .put(text);
        if (wide) {
            bytes.putShort((short) 1).putShort((short) 24);
            bytes.putLong(r.size()).putLong(r.stored()).putLong(r.header());
        }
        return bytes.array();
    }

    private static byte[] end(int count, int size, int start) {
        return little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt(size)
                .putInt(start)
                .putShort((short) 0)
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
