// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.engine.NetworkOptions;

/**
 * From a 143 MB checkpoint to a loaded network, once in a fresh JVM with PyTorch's library loaded
 * and the file in the page cache, against reading the file once.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
public class LoadingBenchmark {

    private static final String NAME = "cifar10";

    private static final int BUFFER = 1 << 20;

    /** The checkpoint and an empty cache of compiled models. */
    @State(Scope.Benchmark)
    public static class Checkpoints {

        private final Path checkpoint = Networks.directory(NAME);
        private Path empty;

        /** Reads the file once, so that it is in the page cache. */
        @Setup(Level.Trial)
        public void prepare() throws Exception {
            NDManager.newBaseManager("PyTorch").close();
            empty = Files.createTempDirectory(checkpoint.getParent(), "empty");
            read(checkpoint);
        }

        /** Deletes the cache. */
        @TearDown(Level.Trial)
        public void clean() throws IOException {
            try (Stream<Path> files = Files.walk(empty)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Reads the weights' file into one buffer, over and over. */
    @Benchmark
    public long readOnce(Checkpoints files) throws IOException {
        return read(files.checkpoint);
    }

    /** Reads headers and finds out what the checkpoint is. */
    @Benchmark
    public Object inspect(Checkpoints files) throws Exception {
        return CheckpointReader.read(files.checkpoint);
    }

    /** Inspects, compiles and loads. */
    @Benchmark
    public Object inspectCompileLoad(Checkpoints files) throws Exception {
        Network network = Networks.model(NAME, cached(files.empty));
        network.close();
        return network;
    }

    /** Inspects and loads what an earlier run compiled. */
    @Benchmark
    public Object inspectLoad(Checkpoints files) throws Exception {
        Network network = Networks.model(NAME, NetworkOptions.defaults());
        network.close();
        return network;
    }

    /** Loads the traced module with plain DJL. */
    @Benchmark
    public Object loadTraced(Checkpoints files) throws Exception {
        Model model = Networks.module(NAME, Networks.TRACED);
        model.close();
        return model;
    }

    private static NetworkOptions cached(Path directory) {
        return NetworkOptions.defaults().withCacheDirectory(directory);
    }

    private static long read(Path checkpoint) throws IOException {
        Path file = checkpoint.resolve("diffusion_pytorch_model.safetensors");
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        long total = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer)) {
                total += n;
                buffer.clear();
            }
        }
        return total;
    }
}
