// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The entries of a zip archive, located and checked; see {@link ZipDirectory}. */
final class ZipEntries {

    private static final int CHUNK = 1 << 16;

    private final MappedFile file;
    private final Map<String, Entry> entries;

    ZipEntries(MappedFile file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * One entry.
     *
     * @param name its path in the archive
     * @param position where its data start in the file
     * @param stored number of bytes in the file
     * @param size number of bytes uncompressed
     * @param crc CRC-32 of the data; 0 if the writer recorded none
     */
    record Entry(String name, long position, long stored, long size, long crc, Method method) {}

    /** How an entry is compressed. */
    enum Method {
        STORED,
        DEFLATED
    }

    Map<String, Entry> all() {
        return entries;
    }

    @Nullable Entry get(String name) {
        return entries.get(name);
    }

    /** Returns the entry's data, uncompressed: never more than its size. */
    InputStream open(Entry entry) {
        var stored = new SourceStream(file, entry.position(), entry.stored());
        return entry.method() == Method.STORED
                ? new BufferedInputStream(stored)
                : new BufferedInputStream(new Inflating(stored));
    }

    /** Compares the data of a stored entry with its checksum. */
    void verify(Entry entry) throws CheckpointException {
        if (entry.crc() == 0 || entry.method() != Method.STORED) {
            return;
        }
        var crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, entry.stored()));
        for (long done = 0; done < entry.stored(); ) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), entry.stored() - done));
            file.read(entry.position() + done, chunk);
            done += chunk.flip().remaining();
            crc.update(chunk);
        }
        if (crc.getValue() != entry.crc()) {
            throw CheckpointException.at(
                    file.path(),
                    "entry " + Refusals.quoted(entry.name()),
                    "expected CRC-32 %08x, found %08x; the file is damaged, fetch it again"
                            .formatted(entry.crc(), crc.getValue()));
        }
    }

    /** Inflates raw deflate data, and gives the native memory back when closed. */
    private static final class Inflating extends InflaterInputStream {
        Inflating(InputStream stored) {
            super(stored, new Inflater(true));
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }
}
