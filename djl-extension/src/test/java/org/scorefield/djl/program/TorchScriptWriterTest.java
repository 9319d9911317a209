// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.nn.Parameter;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.DType;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensor;
import org.scorefield.djl.checkpoint.Tensors;

/** The archive: its bytes, its names, how it comes to be, and what is refused. */
class TorchScriptWriterTest {

    private static final long SEED = 3;

    @TempDir Path folder;

    @Test
    void write_twice_sameBytes() throws Exception {
        Path first = folder.resolve("first.pt");
        Path second = folder.resolve("second.pt");
        for (Path file : List.of(first, second)) {
            Graph graph = SmallNetworks.residual();
            StateDict weights = CompiledProgram.weights(graph, SEED);
            TorchScriptWriter.write(graph, weights, WriterOptions.FLOAT32, file);
        }
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    /** The JDK's own reader checks sizes, offsets and checksums. */
    @Test
    void write_archive_isAValidZipOfAlignedStoredEntries() throws Exception {
        Graph graph = SmallNetworks.residual();
        StateDict weights = CompiledProgram.weights(graph, SEED);
        Path file = folder.resolve("zip.pt");
        TorchScriptWriter.write(graph, weights, WriterOptions.FLOAT32, file);
        byte[] bytes = Files.readAllBytes(file);
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                names.add(entry.getName());
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                try (InputStream in = zip.getInputStream(entry)) {
                    CRC32 crc = new CRC32();
                    crc.update(in.readAllBytes());
                    assertThat(crc.getValue()).as(entry.getName()).isEqualTo(entry.getCrc());
                }
            }
        }
        assertThat(names)
                .contains("program/data.pkl", "program/constants.pkl", "program/version")
                .contains("program/code/__torch__.py", "program/data/0");
        byte[] weight = new byte[16];
        float[] values = weights.get("time.weight").toFloats();
        ByteBuffer.wrap(weight).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, 0, 4);
        assertThat(indexOf(bytes, weight)).as("where time.weight begins").isPositive();
        assertThat(indexOf(bytes, weight) % 64).isZero();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void write_parameters_keepTheStateDictsNames() throws Exception {
        Graph graph = SmallNetworks.residual();
        Path file = folder.resolve("names.pt");
        TorchScriptWriter.write(
                graph, CompiledProgram.weights(graph, SEED), WriterOptions.FLOAT32, file);
        try (Model model = Model.newInstance("names", Device.cpu(), "PyTorch")) {
            model.load(file, null, Map.of("trainParam", "true"));
            List<String> names =
                    model.getBlock().getParameters().values().stream()
                            .map(Parameter::getName)
                            .toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(graph.parameters().keySet());
            assertThat(names).contains("blocks.0.norm1.weight", "attention.to_out.0.weight");
        }
    }

    @Test
    void write_fromFourThreadsAtOnce_oneWholeFileAndNoOther() throws Exception {
        Graph graph = SmallNetworks.residual();
        StateDict weights = CompiledProgram.weights(graph, SEED);
        Path alone = folder.resolve("alone.pt");
        TorchScriptWriter.write(graph, weights, WriterOptions.FLOAT32, alone);
        Path shared = Files.createDirectory(folder.resolve("shared")).resolve("model.pt");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writers.add(
                        () -> {
                            TorchScriptWriter.write(graph, weights, WriterOptions.FLOAT32, shared);
                            return Files.mismatch(alone, shared) == -1;
                        });
            }
            for (Future<Boolean> whole : threads.invokeAll(writers)) {
                assertThat(whole.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        try (var files = Files.list(shared.getParent())) {
            assertThat(files).containsExactly(shared);
        }
    }

    @Test
    void write_failing_leavesTheOldFileAndNoOther() throws Exception {
        Path file = folder.resolve("old.pt");
        Files.writeString(file, "old");
        Graph graph = SmallNetworks.residual();
        assertThatThrownBy(
                        () ->
                                TorchScriptWriter.write(
                                        graph, StateDict.of(Map.of()), WriterOptions.FLOAT32, file))
                .isInstanceOf(CheckpointException.class);
        assertThat(Files.readString(file)).isEqualTo("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** 64 MiB of weights in eight tensors: what is allocated is far less. */
    @Test
    void write_largeWeights_heapStaysSmall() throws Exception {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("u", 1024);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Tensor one = Tensors.of(new float[2048 * 1024], 2048, 1024);
        for (int i = 0; i < 8; i++) {
            Value w = b.parameter("w" + i, 2048, 1024);
            x = b.narrow(b.linear(x, w, null), 0, 0, 1024);
            tensors.put("w" + i, one);
        }
        Graph graph = b.build(x);
        StateDict weights = StateDict.of(tensors);
        Path file = folder.resolve("large.pt");
        TorchScriptWriter.write(graph, weights, WriterOptions.FLOAT64, file);
        long before = allocated();
        TorchScriptWriter.write(graph, weights, WriterOptions.FLOAT64, file);
        long grown = allocated() - before;
        assertThat(Files.size(file)).isGreaterThan(128 << 20);
        assertThat(grown).as("bytes allocated in all, kept or not").isLessThan(8 << 20);
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    void write_missingParameter_isRefusedByName() {
        Graph graph = SmallNetworks.transformer();
        assertThatThrownBy(
                        () ->
                                TorchScriptWriter.write(
                                        graph,
                                        StateDict.of(
                                                Map.of(
                                                        "label.weight",
                                                        Tensors.of(new float[18], 3, 6))),
                                        WriterOptions.FLOAT32,
                                        folder.resolve("x.pt")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("labels.weight");
    }

    @Test
    void write_parameterOfAnotherShape_isRefusedWithBothShapes() {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 3);
        Graph graph = b.build(b.add(u, b.parameter("bias", 3)));
        StateDict weights = StateDict.of(Map.of("bias", Tensors.of(new float[4], 4)));
        assertThatThrownBy(
                        () ->
                                TorchScriptWriter.write(
                                        graph,
                                        weights,
                                        WriterOptions.FLOAT32,
                                        folder.resolve("x.pt")))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "bias: expected shape [3], found [4]; check the architecture's options");
    }

    @Test
    void write_keyThatBeginsAnother_isRefused() {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 3);
        Graph graph = b.build(b.add(b.add(u, b.parameter("a", 3)), b.parameter("a.b", 3)));
        StateDict weights = CompiledProgram.weights(graph, SEED);
        assertThatThrownBy(
                        () ->
                                TorchScriptWriter.write(
                                        graph,
                                        weights,
                                        WriterOptions.FLOAT32,
                                        folder.resolve("x.pt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a\"")
                .hasMessageContaining("rename the key");
    }

    @Test
    void writerOptions_halfPrecision_isRefused() {
        assertThatThrownBy(() -> new WriterOptions(DType.F16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected F32 or F64, found F16");
    }
}
