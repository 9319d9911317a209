// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of 150 MB, as holes on the disk: reading them takes little heap. */
class LargeCheckpointTest {

    private static final int TENSORS = 300;
    private static final int ELEMENTS = 125_000;
    private static final int TENSOR_BYTES = 4 * ELEMENTS;

    /** The promise: all that is allocated, garbage included, bounds the growth of the heap. */
    private static final long MOST_HEAP = 32L << 20;

    private static final float LAST = 7.25f;

    @TempDir Path folder;

    @Test
    void read_safetensorsOf150Megabytes_allocatesUnder32() throws IOException {
        var header = new StringBuilder("{");
        for (int i = 0; i < TENSORS; i++) {
            long begin = (long) i * TENSOR_BYTES;
            header.append(i == 0 ? "" : ",")
                    .append(
                            "\"layer.%d.weight\":{\"dtype\":\"F32\",\"shape\":[250,500],"
                                    .formatted(i))
                    .append("\"data_offsets\":[%d,%d]}".formatted(begin, begin + TENSOR_BYTES));
        }
        byte[] start = TestFiles.safetensors(header.append('}').toString(), new byte[0]);
        Path file = folder.resolve("large.safetensors");
        try (FileChannel channel = create(file)) {
            channel.write(ByteBuffer.wrap(start));
            writeLast(channel, start.length + (long) TENSORS * TENSOR_BYTES);
        }
        assertReadsWithLittleHeap(file);
    }

    @Test
    void read_torchZipOf150Megabytes_allocatesUnder32() throws IOException {
        var pickle = new PickleWriter().op('}');
        for (int i = 0; i < TENSORS; i++) {
            pickle.text("layer.%d.weight".formatted(i)).tensor("FloatStorage", "" + i, ELEMENTS);
            pickle.op('s');
        }
        Path file = folder.resolve("large.pt");
        writeZip(file, pickle.stop());
        assertReadsWithLittleHeap(file);
    }

    private static void assertReadsWithLittleHeap(Path file) throws IOException {
        // Loads the classes.
        CheckpointReader.read(PythonFixturesTest.file("training"));
        CheckpointReader.read(PythonFixturesTest.file("dtypes.safetensors"));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        StateDict tensors = CheckpointReader.read(file).requireStateDict();
        var nowhere = Channels.newChannel(OutputStream.nullOutputStream());
        for (String name : tensors.names()) {
            tensors.require(name).writeTo(nowhere, DType.F32);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(tensors.parameterCount() * 4).isGreaterThanOrEqualTo(150_000_000);
        assertThat(tensors.require("layer." + (TENSORS - 1) + ".weight").toFloats()).endsWith(LAST);
        assertThat(allocated).isLessThan(MOST_HEAP);
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE);
    }

    private static void writeLast(FileChannel channel, long end) throws IOException {
        channel.write(ByteBuffer.wrap(TestFiles.floats(LAST)), end - 4);
    }

    /** A stored archive with the pickle and all storages, with checksums. */
    private static void writeZip(Path file, byte[] pickle) throws IOException {
        var zeros = new byte[TENSOR_BYTES];
        var last = new byte[TENSOR_BYTES];
        System.arraycopy(TestFiles.floats(LAST), 0, last, TENSOR_BYTES - 4, 4);
        try (FileChannel channel = create(file)) {
            ByteBuffer directory =
                    ByteBuffer.allocate((TENSORS + 1) * 80).order(ByteOrder.LITTLE_ENDIAN);
            entry(channel, directory, "a/data.pkl", pickle);
            for (int i = 0; i < TENSORS; i++) {
                entry(channel, directory, "a/data/" + i, i == TENSORS - 1 ? last : zeros);
            }
            int start = (int) channel.position();
            channel.write(directory.flip());
            channel.write(
                    ByteBuffer.allocate(22)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(0x06054b50)
                            .putInt(0)
                            .putShort((short) (TENSORS + 1))
                            .putShort((short) (TENSORS + 1))
                            .putInt(directory.limit())
                            .putInt(start)
                            .putShort((short) 0)
                            .flip());
        }
    }

    private static void entry(FileChannel channel, ByteBuffer directory, String name, byte[] data)
            throws IOException {
        var crc = new CRC32();
        crc.update(data);
        int header = (int) channel.position();
        ByteBuffer common =
                ByteBuffer.allocate(26)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(20)
                        .putShort((short) 0)
                        .putInt(0)
                        .putInt((int) crc.getValue())
                        .putInt(data.length)
                        .putInt(data.length)
                        .putShort((short) name.length())
                        .putShort((short) 0);
        byte[] text = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        channel.write(
                ByteBuffer.allocate(30 + text.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0x04034b50)
                        .put(common.flip())
                        .put(text)
                        .flip());
        channel.write(ByteBuffer.wrap(data));
        directory.putInt(0x02014b50).putShort((short) 20).put(common.rewind());
        directory.put(new byte[10]).putInt(header).put(text);
    }
}
