// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.scorefield.djl.checkpoint.ZipEntries.Entry;
import org.scorefield.djl.checkpoint.ZipEntries.Method;

/**
 * Reads the central directory of a mapped zip archive, with zip64, and locates every entry's data.
 * Refused: entries that overlap or leave the file, local headers that say otherwise than the
 * directory, encryption, several disks, and compression other than deflate.
 *
 * <p>Source: PKWARE, .ZIP File Format Specification, 6.3.
 */
final class ZipDirectory {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_SIZE = 56;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_SIZE = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int MOST_ENTRIES = 200_000;
    private static final int LARGEST_DIRECTORY = 32 << 20;
    private static final long MASK32 = 0xffffffffL;
    private static final int ENCRYPTED = 1;

    private final MappedFile file;

    private ZipDirectory(MappedFile file) {
        this.file = file;
    }

    /** Returns the entries of the archive. */
    static ZipEntries read(MappedFile file) throws CheckpointException {
        return new ZipEntries(file, new ZipDirectory(file).entries());
    }

    private record End(long count, long size, long position) {}

    /** An entry with the start of its local header, for the check of overlaps. */
    private record Located(Entry entry, long header) {}

    private LinkedHashMap<String, Entry> entries() throws CheckpointException {
        End end = end();
        if (end.count() < 0
                || end.count() > MOST_ENTRIES
                || end.size() < CENTRAL_SIZE * end.count()
                || end.size() > LARGEST_DIRECTORY) {
            throw damaged(
                    end.position(),
                    "a directory of at most %d entries and %d bytes"
                            .formatted(MOST_ENTRIES, LARGEST_DIRECTORY),
                    "%d entries and %d bytes".formatted(end.count(), end.size()));
        }
        ByteBuffer directory = bytes(end.position(), (int) end.size());
        var located = new ArrayList<Located>();
        var entries = new LinkedHashMap<String, Entry>();
        for (long i = 0; i < end.count(); i++) {
            Located next = central(directory, end);
            located.add(next);
            if (entries.put(next.entry().name(), next.entry()) != null) {
                throw damaged(
                        next.header(),
                        "each name once",
                        Refusals.quoted(next.entry().name()) + " twice");
            }
        }
        checkDisjoint(located, end.position());
        return entries;
    }

    private End end() throws CheckpointException {
        int tail = (int) Math.min(file.length(), END_SIZE + LONGEST_COMMENT);
        ByteBuffer bytes = bytes(file.length() - tail, tail);
        for (int at = tail - END_SIZE; at >= 0; at--) {
            if (bytes.getInt(at) == END_SIGNATURE
                    && (bytes.getShort(at + 20) & 0xffff) == tail - at - END_SIZE) {
                return end(bytes.slice(at, END_SIZE), file.length() - tail + at);
            }
        }
        throw CheckpointException.at(
                file.path(),
                "byte " + file.length(),
                "expected a zip archive's directory at the end, found none; the file is truncated, fetch it again");
    }

    private End end(ByteBuffer slice, long at) throws CheckpointException {
        ByteBuffer record = slice.order(ByteOrder.LITTLE_ENDIAN);
        int count = record.getShort(10) & 0xffff;
        long size = record.getInt(12) & MASK32;
        long position = record.getInt(16) & MASK32;
        if (count != 0xffff && size != MASK32 && position != MASK32) {
            if (record.getShort(4) != 0 || record.getShort(8) != record.getShort(10)) {
                throw damaged(at, "an archive on one disk", "several disks");
            }
            return checked(new End(count, size, position), at);
        }
        return end64(at);
    }

    private End end64(long end) throws CheckpointException {
        ByteBuffer locator = bytes(end - LOCATOR_SIZE, LOCATOR_SIZE);
        if (locator.getInt(0) != LOCATOR_SIGNATURE) {
            throw damaged(end, "a zip64 locator", "none");
        }
        long at = locator.getLong(8);
        if (at < 0 || at > end - LOCATOR_SIZE - END64_SIZE) {
            throw damaged(end, "the zip64 directory before its locator", "byte " + at);
        }
        ByteBuffer record = bytes(at, END64_SIZE);
        if (record.getInt(0) != END64_SIGNATURE || record.getInt(16) != 0) {
            throw damaged(at, "a zip64 directory on one disk", "none");
        }
        return checked(new End(record.getLong(32), record.getLong(40), record.getLong(48)), at);
    }

    private End checked(End end, long at) throws CheckpointException {
        if (end.position() < 0
                || end.size() < 0
                || end.position() > at
                || end.size() > at - end.position()) {
            throw damaged(
                    at,
                    "a directory before its end record",
                    "%d bytes at %d".formatted(end.size(), end.position()));
        }
        return end;
    }

    private Located central(ByteBuffer directory, End end) throws CheckpointException {
        long here = end.position() + directory.position();
        if (directory.remaining() < CENTRAL_SIZE
                || directory.getInt(directory.position()) != CENTRAL_SIGNATURE) {
            throw damaged(here, "a directory entry", "other bytes");
        }
        ByteBuffer head =
                directory.slice(directory.position(), CENTRAL_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        int nameLength = head.getShort(28) & 0xffff;
        int extraLength = head.getShort(30) & 0xffff;
        int commentLength = head.getShort(32) & 0xffff;
        if (directory.remaining() - CENTRAL_SIZE < nameLength + extraLength + commentLength) {
            throw damaged(here, "a directory entry inside of the directory", "a longer one");
        }
        byte[] text = new byte[nameLength];
        directory.position(directory.position() + CENTRAL_SIZE).get(text);
        ByteBuffer extra =
                directory.slice(directory.position(), extraLength).order(ByteOrder.LITTLE_ENDIAN);
        directory.position(directory.position() + extraLength + commentLength);
        var name = new String(text, StandardCharsets.UTF_8);
        long size = head.getInt(24) & MASK32;
        long stored = head.getInt(20) & MASK32;
        long header = head.getInt(42) & MASK32;
        ByteBuffer wide = zip64(extra);
        if (wide.remaining() < 8 * (full(size) + full(stored) + full(header))) {
            throw damaged(here, "zip64 sizes of " + Refusals.quoted(name), "none");
        }
        size = full(size) == 1 ? wide.getLong() : size;
        stored = full(stored) == 1 ? wide.getLong() : stored;
        header = full(header) == 1 ? wide.getLong() : header;
        int method = head.getShort(10);
        boolean readable =
                (head.getShort(8) & ENCRYPTED) == 0
                        && (method == 0 && stored == size || method == 8);
        if (!readable || size < 0 || stored < 0) {
            throw damaged(
                    here,
                    "entry %s stored or deflated".formatted(Refusals.quoted(name)),
                    "method %d, %d bytes stored for %d".formatted(method, stored, size));
        }
        long data = data(header, text, end.position());
        if (stored > end.position() - data) {
            throw damaged(
                    header,
                    "entry %s before the directory".formatted(Refusals.quoted(name)),
                    stored + " bytes at " + data);
        }
        var how = method == 0 ? Method.STORED : Method.DEFLATED;
        long crc = head.getInt(16) & MASK32;
        return new Located(new Entry(name, data, stored, size, crc, how), header);
    }

    private static int full(long field) {
        return field == MASK32 ? 1 : 0;
    }

    /** Returns the zip64 field of the extra data, or nothing. */
    private static ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (id == 1) {
                return field;
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    /** Returns where the data of the entry start whose local header is here. */
    private long data(long header, byte[] name, long limit) throws CheckpointException {
        if (header < 0 || header > limit - LOCAL_SIZE - name.length) {
            throw damaged(header, "a local header before the directory", "none");
        }
        ByteBuffer local = bytes(header, LOCAL_SIZE + name.length);
        byte[] localName = new byte[name.length];
        local.get(LOCAL_SIZE, localName);
        if (local.getInt(0) != LOCAL_SIGNATURE
                || (local.getShort(26) & 0xffff) != name.length
                || !Arrays.equals(name, localName)) {
            throw damaged(
                    header,
                    "the local header of "
                            + Refusals.quoted(new String(name, StandardCharsets.UTF_8)),
                    "another");
        }
        long data = header + LOCAL_SIZE + name.length + (local.getShort(28) & 0xffff);
        if (data > limit) {
            throw damaged(header, "an entry before the directory", "one that reaches " + data);
        }
        return data;
    }

    private void checkDisjoint(List<Located> entries, long limit) throws CheckpointException {
        entries.sort(Comparator.comparingLong(Located::header));
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i).entry();
            long next = i + 1 < entries.size() ? entries.get(i + 1).header() : limit;
            if (entry.position() + entry.stored() > next) {
                throw damaged(
                        entries.get(i).header(),
                        "entries that do not overlap",
                        "%s to byte %d, over the entry at %d"
                                .formatted(
                                        Refusals.quoted(entry.name()),
                                        entry.position() + entry.stored(),
                                        next));
            }
        }
    }

    private ByteBuffer bytes(long position, int count) throws CheckpointException {
        if (position < 0 || position > file.length() - count) {
            throw damaged(position, count + " bytes", "the end of the file");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        file.read(position, bytes);
        return bytes.flip();
    }

    private CheckpointException damaged(long position, String expected, String found) {
        return CheckpointException.at(
                file.path(),
                "byte " + position,
                "expected %s, found %s; the archive is damaged, fetch it again"
                        .formatted(expected, found));
    }
}
