// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/** SHA-256 of files and of several files together. */
final class Sha256 {

    private static final int CHUNK = 1 << 20;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the hash of all bytes of the source, read in chunks. */
    static String of(ByteSource source) {
        MessageDigest digest = digest();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, source.length()));
        for (long done = 0; done < source.length(); ) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), source.length() - done));
            source.read(done, chunk);
            done += chunk.flip().remaining();
            digest.update(chunk);
        }
        return hex(digest);
    }

    /**
     * Returns one hash for several files: that of the lines {@code HASH NAME}, in the order of the
     * names, each ended by a line feed, as the sha256sum program prints them.
     */
    static String ofAll(SortedMap<String, String> hashes) {
        MessageDigest digest = digest();
        for (Map.Entry<String, String> file : hashes.entrySet()) {
            String line = file.getValue() + "  " + file.getKey() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return hex(digest);
    }

    /** A channel into a digest. */
    static final class Channel implements WritableByteChannel {
        private final MessageDigest digest;

        Channel(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            digest.update(source);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
