// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checkpoint files made by the tests themselves. */
final class TestFiles {

    private TestFiles() {}

    static Path write(Path folder, String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the message with which a file is refused; fails if it is read. */
    static String refusal(Path file) {
        CheckpointException refusal =
                catchThrowableOfType(CheckpointException.class, () -> CheckpointReader.read(file));
        if (refusal == null) {
            throw new AssertionError(file + " was read");
        }
        return refusal.getMessage();
    }

    /** A safetensors file with this header, without padding. */
    static byte[] safetensors(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }

    /** A zip container with this pickle and one storage under key 0. */
    static byte[] torchZip(byte[] pickle, byte[] storage) {
        return new ZipWriter()
                .stored("archive/data.pkl", pickle)
                .stored("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII))
                .stored("archive/data/0", storage)
                .stored("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII))
                .bytes();
    }

    /** The magic number, the version and the facts about the machine of the legacy container. */
    static byte[] legacyHeader(String littleEndian) {
        byte[] magic = new BigInteger("1950a86a20f9469cfc6c", 16).toByteArray();
        var header = new PickleWriter().raw(0x8a, magic.length);
        for (int i = magic.length - 1; i >= 0; i--) {
            header.raw(magic[i]);
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(header.stop());
        out.writeBytes(new PickleWriter().raw('M', 0xe9, 0x03).stop());
        out.writeBytes(
                new PickleWriter()
                        .op('}')
                        .text("little_endian")
                        .raw(littleEndian.equals("True") ? 0x88 : 0x89)
                        .op('s')
                        .stop());
        return out.toByteArray();
    }

    /** A legacy container with this pickle and one F32 storage under key 0. */
    static byte[] torchLegacy(byte[] pickle, float... storage) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(legacyHeader("True"));
        out.writeBytes(pickle);
        out.writeBytes(new PickleWriter().op(']').text("0").op('a').stop());
        out.writeBytes(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(storage.length)
                        .array());
        out.writeBytes(floats(storage));
        return out.toByteArray();
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
