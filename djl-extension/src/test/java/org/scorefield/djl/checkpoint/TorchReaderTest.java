// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.StridedTensor.View;

/** torch.save containers made byte by byte; those that PyTorch wrote are PythonFixturesTest's. */
class TorchReaderTest {

    private static final byte[] STORAGE = TestFiles.floats(1, 2, 3, 4, 5, 6);

    @TempDir Path folder;

    private static byte[] pickle() {
        return new PickleWriter().op('}').text("w").tensor("FloatStorage", "0", 6).op('s').stop();
    }

    private static byte[] pickle(View view) {
        return new PickleWriter()
                .op('}')
                .text("w")
                .tensor("FloatStorage", "0", 6, view)
                .op('s')
                .stop();
    }

    private Path zip(byte[] pickle) {
        return TestFiles.write(folder, "x.pt", TestFiles.torchZip(pickle, STORAGE));
    }

    private Path file(byte[] bytes) {
        return TestFiles.write(folder, "x.pt", bytes);
    }

    private static View view(long offset, long rows, long columns, long... strides) {
        return new View(offset, new long[] {rows, columns}, strides);
    }

    @Test
    void read_stridedViews_givesTheirElementsInRowMajorOrder() throws IOException {
        assertThat(values(view(0, 3, 2, 1, 3))).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(values(view(1, 2, 2, 2, 1))).containsExactly(2, 3, 4, 5);
        assertThat(values(view(5, 2, 3, 0, 0))).containsExactly(6, 6, 6, 6, 6, 6);
        assertThat(values(view(0, 2, 0, 1, 1))).isEmpty();
    }

    private float[] values(View view) throws IOException {
        return CheckpointReader.read(zip(pickle(view))).requireStateDict().require("w").toFloats();
    }

    @Test
    void read_legacyContainer_givesTheSame() throws IOException {
        Path path = file(TestFiles.torchLegacy(pickle(view(0, 3, 2, 1, 3)), 1, 2, 3, 4, 5, 6));
        Checkpoint checkpoint = CheckpointReader.read(path);
        assertThat(checkpoint.container()).isEqualTo(Container.TORCH_LEGACY);
        assertThat(checkpoint.requireStateDict().require("w").toFloats())
                .containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void read_zip64_givesTheSame() throws IOException {
        var zip = new ZipWriter().stored("a/data.pkl", pickle()).stored("a/data/0", STORAGE);
        assertThat(CheckpointReader.read(file(zip.bytes64())).requireStateDict().names())
                .containsExactly("w");
    }

    @Test
    void read_bitFlipInWeights_isRefusedByItsChecksum() {
        byte[] bytes = TestFiles.torchZip(pickle(), STORAGE);
        int at = indexOf(bytes, STORAGE);
        bytes[at + 5] ^= 0x10;
        assertThat(TestFiles.refusal(file(bytes)))
                .contains("entry \"archive/data/0\": expected CRC-32");
    }

    @Test
    void read_bigEndian_isRefused() {
        var zip =
                new ZipWriter()
                        .stored("a/data.pkl", pickle())
                        .stored("a/byteorder", "big".getBytes(StandardCharsets.US_ASCII))
                        .stored("a/data/0", STORAGE);
        assertThat(TestFiles.refusal(file(zip.bytes())))
                .contains("a/byteorder: expected \"little\", found \"big\"");
        assertThat(TestFiles.refusal(file(TestFiles.legacyHeader("False"))))
                .contains("expected a file written by a little-endian machine");
    }

    @Test
    void read_anyOtherGlobal_isRefusedByNameAndSaysWhatToDo() {
        Path evidence = folder.resolve("executed");
        byte[] call =
                new PickleWriter()
                        .global("os", "system")
                        .op('(')
                        .text("touch " + evidence)
                        .raw('t', 'R')
                        .stop();
        assertThat(TestFiles.refusal(zip(call)))
                .contains("found the Python global os.system, which is never executed")
                .contains("torch.save(model.state_dict(), PATH)")
                .contains("torch.jit.script(model).save(PATH)");
        assertThat(evidence).doesNotExist();
        byte[] stacked = new PickleWriter().text("builtins").text("eval").raw(0x93).stop();
        assertThat(TestFiles.refusal(zip(stacked))).contains("builtins.eval");
        byte[] hostile = new PickleWriter().global("a\u001b[31m", "b\u202e").stop();
        assertThat(TestFiles.refusal(zip(hostile))).doesNotContain("\u001b").contains("a?[31m.b");
    }

    @Test
    void read_claimsBeyondTheStorage_areRefused() {
        assertThat(TestFiles.refusal(zip(pickle(view(1, 2, 3, 3, 1)))))
                .contains("expected a view within the 6 elements of storage \"0\"");
        assertThat(TestFiles.refusal(zip(pickle(view(0, 3, 3, Long.MAX_VALUE / 2, 1)))))
                .contains("expected a view within");
        byte[] endless =
                new PickleWriter()
                        .storage("FloatStorage", "0", 6)
                        .view(0, new long[] {Long.MAX_VALUE, 4}, new long[2])
                        .stop();
        assertThat(TestFiles.refusal(zip(endless))).contains("expected fewer than 2^63 elements");
        byte[] many =
                new PickleWriter()
                        .op('}')
                        .text("w")
                        .tensor("FloatStorage", "0", 1L << 40)
                        .op('s')
                        .stop();
        assertThat(TestFiles.refusal(zip(many))).contains("times the file's size");
        byte[] seven =
                new PickleWriter().op('}').text("w").tensor("FloatStorage", "0", 7).op('s').stop();
        assertThat(TestFiles.refusal(zip(seven)))
                .contains("tensor \"w\": expected 7 elements of F32 in storage \"0\", found 24");
    }

    @Test
    void read_expandedViewOfTerabytes_isRefused() {
        assertThat(TestFiles.refusal(zip(pickle(view(0, 1 << 20, 1 << 20, 0, 0)))))
                .contains("at most 64 times the file's size")
                .contains(".contiguous()");
    }

    /** _rebuild_tensor_v3 of an UntypedStorage, which counts bytes. */
    private static byte[] untyped(String dtype, long elements) {
        var pickle = new PickleWriter().op('}').text("w");
        pickle.global("torch._utils", "_rebuild_tensor_v3").op('(');
        pickle.op('(').text("storage").global("torch.storage", "UntypedStorage").text("0");
        pickle.text("cpu").number(24).op('t').op('Q');
        pickle.number(1).longs(elements).longs(1).raw(0x89);
        pickle.global("collections", "OrderedDict").raw(')', 'R').global("torch", dtype);
        return pickle.raw('t', 'R', 's').stop();
    }

    @Test
    void read_untypedStorage_hasTheTypeOfItsTensor() throws IOException {
        Tensor tensor =
                CheckpointReader.read(zip(untyped("float32", 5))).requireStateDict().require("w");
        assertThat(tensor.dtype()).isEqualTo(DType.F32);
        assertThat(tensor.toFloats()).containsExactly(2, 3, 4, 5, 6);
        assertThat(TestFiles.refusal(zip(untyped("float32", 6))))
                .contains("expected a view within the 6 elements");
        assertThat(TestFiles.refusal(zip(untyped("uint32", 5))))
                .contains("found torch.uint32; save tensors of other types as float32");
    }

    @Test
    void read_missingStorage_isRefused() {
        byte[] other =
                new PickleWriter().op('}').text("w").tensor("FloatStorage", "9", 6).op('s').stop();
        assertThat(TestFiles.refusal(zip(other))).contains("archive/data/9");
        assertThat(TestFiles.refusal(file(TestFiles.torchLegacy(other, 1, 2))))
                .contains("expected keys of storages");
    }

    @Test
    void read_truncatedLegacyFile_isRefusedWhereverItEnds() {
        byte[] whole = TestFiles.torchLegacy(pickle(), 1, 2, 3, 4, 5, 6);
        for (int length = 0; length < whole.length; length++) {
            assertThat(TestFiles.refusal(file(Arrays.copyOf(whole, length))))
                    .as("length %d", length)
                    .contains("expected");
        }
    }

    @Test
    void read_overlappingEntries_areRefused() {
        var zip = new ZipWriter().stored("a/data.pkl", pickle()).stored("a/data/0", STORAGE);
        var directory = new ArrayList<>(zip.records());
        directory.set(0, directory.get(0).withSizes(directory.get(0).size() + 60));
        assertThat(TestFiles.refusal(file(zip.bytes(directory))))
                .contains("expected entries that do not overlap");
        directory.set(0, zip.records().get(1).withHeader(0));
        assertThat(TestFiles.refusal(file(zip.bytes(directory)))).contains("local header");
    }

    @Test
    void read_compressedTensors_areRefusedAndCompressedPicklesRead() throws IOException {
        var zip = new ZipWriter().deflated("a/data.pkl", pickle()).stored("a/data/0", STORAGE);
        assertThat(CheckpointReader.read(file(zip.bytes())).requireStateDict().size()).isOne();
        zip = new ZipWriter().stored("a/data.pkl", pickle()).deflated("a/data/0", STORAGE);
        assertThat(TestFiles.refusal(file(zip.bytes())))
                .contains("expected tensors stored uncompressed");
    }

    @Test
    void read_otherArchives_sayWhatTheyAre() {
        var numpy = new ZipWriter().stored("x.npy", STORAGE);
        assertThat(TestFiles.refusal(file(numpy.bytes()))).contains("NumPy .npz");
        assertThat(TestFiles.refusal(file(new ZipWriter().bytes()))).contains("found none");
        byte[] whole = TestFiles.torchZip(pickle(), STORAGE);
        assertThat(TestFiles.refusal(file(Arrays.copyOf(whole, whole.length - 9))))
                .contains("truncated");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; ; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
    }
}
