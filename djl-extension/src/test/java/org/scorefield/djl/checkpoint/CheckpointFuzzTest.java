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
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutated files of every container. Each is either read, with every element streamed, or refused
 * with a CheckpointException, in bounded time and memory.
 */
class CheckpointFuzzTest {

    /** More cases with other seeds: -Dscorefield.fuzz.cases=200000 -Dscorefield.fuzz.seed=7. */
    private static final int CASES = Integer.getInteger("scorefield.fuzz.cases", 24_000);

    private static final long SEED = Long.getLong("scorefield.fuzz.seed", 20261121);

    /** Twice the allowance for a pickle's values, which is what a file may ask for at most. */
    private static final long MOST_ALLOCATED = 256L << 20;

    /** Seconds of processor time for one file of a few kilobytes, first ones uncompiled. */
    private static final double LONGEST = 3;

    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 31,
        1L << 32,
        1L << 40,
        1L << 61,
        0xffff,
        0x7fff
    };

    @TempDir Path folder;

    /** A file to mutate; a zip also as its entries, to keep checksums right. */
    private record Base(String name, byte[] bytes, Map<String, byte[]> entries) {}

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void read_mutatedFiles_areReadOrRefusedInBoundedTimeAndMemory() throws IOException {
        List<Base> bases = bases();
        var random = new SplittableRandom(SEED);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        WritableByteChannel nowhere = Channels.newChannel(OutputStream.nullOutputStream());
        int read = 0;
        int refused = 0;
        long mostAllocated = 0;
        for (int i = 0; i < CASES; i++) {
            Base base = bases.get(i % bases.size());
            byte[] mutant = mutant(base, bases, random);
            Path file = folder.resolve("mutant" + extension(base));
            Files.write(file, mutant);
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long cpu = threads.getCurrentThreadCpuTime();
            try {
                Checkpoint checkpoint = CheckpointReader.read(file);
                if (checkpoint.stateDict() != null) {
                    stream(checkpoint.stateDict(), nowhere);
                }
                read++;
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("expected").hasMessageContaining("found");
                assertThat(e.getMessage()).hasSizeLessThan(2000);
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(describe(base, i, file), e);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
            double seconds = (threads.getCurrentThreadCpuTime() - cpu) * 1e-9;
            assertThat(allocated).as(describe(base, i, file)).isLessThan(MOST_ALLOCATED);
            assertThat(seconds).as(describe(base, i, file)).isLessThan(LONGEST);
            mostAllocated = Math.max(mostAllocated, allocated);
        }
        assertThat(read + refused).isEqualTo(CASES);
        // Mutants must neither all be nonsense nor all be harmless, or the test shows nothing.
        assertThat(read).isGreaterThan(CASES / 50);
        assertThat(refused).isGreaterThan(CASES / 4);
        assertThat(mostAllocated).isPositive();
    }

    private static String describe(Base base, int number, Path file) {
        return "case %d of seed %d, a mutant of %s, in %s"
                .formatted(number, SEED, base.name(), file);
    }

    private static void stream(StateDict tensors, WritableByteChannel nowhere) throws IOException {
        for (String name : tensors.names()) {
            Tensor tensor = tensors.require(name);
            tensor.writeTo(nowhere, DType.F64);
            tensor.writeTo(nowhere, tensor.dtype());
        }
    }

    private static String extension(Base base) {
        return base.name().substring(base.name().lastIndexOf('.'));
    }

    private static List<Base> bases() throws IOException {
        var bases = new ArrayList<Base>();
        for (String name : PythonFixturesTest.names()) {
            Path file = PythonFixturesTest.file(name);
            if (!file.toString().endsWith(".json")) {
                byte[] bytes = Files.readAllBytes(file);
                bases.add(new Base(file.getFileName().toString(), bytes, entries(file, bytes)));
            }
        }
        assertThat(bases).hasSizeGreaterThan(20);
        return bases;
    }

    private static Map<String, byte[]> entries(Path file, byte[] bytes) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        if (bytes[0] == 'P') {
            try (var zip = new ZipFile(file.toFile())) {
                for (ZipEntry e : Collections.list(zip.entries())) {
                    entries.put(e.getName(), zip.getInputStream(e).readAllBytes());
                }
            }
        }
        return entries;
    }

    private static byte[] mutant(Base base, List<Base> bases, SplittableRandom random) {
        if (base.entries().isEmpty() || random.nextInt(4) == 0) {
            return mutate(base.bytes(), other(bases, random), random);
        }
        // Inside of an archive, mostly the pickle, so that the checksum does not end it all.
        var zip = new ZipWriter();
        for (var entry : base.entries().entrySet()) {
            boolean pickle = entry.getKey().endsWith("data.pkl");
            boolean change = pickle || random.nextInt(10) == 0;
            byte[] data = entry.getValue();
            data = change ? mutate(data, other(bases, random), random) : data;
            if (random.nextInt(20) == 0) {
                zip.deflated(entry.getKey(), data);
            } else {
                zip.stored(entry.getKey(), data);
            }
        }
        return random.nextInt(5) == 0 ? zip.bytes64() : zip.bytes();
    }

    private static byte[] other(List<Base> bases, SplittableRandom random) {
        Base other = bases.get(random.nextInt(bases.size()));
        return other.entries().values().stream()
                .filter(e -> e.length > 100)
                .findFirst()
                .orElse(other.bytes());
    }

    private static byte[] mutate(byte[] bytes, byte[] other, SplittableRandom random) {
        byte[] mutant = bytes.clone();
        for (int rounds = 1 + random.nextInt(3); rounds > 0 && mutant.length > 0; rounds--) {
            int at = position(mutant.length, random);
            int length = 1 + random.nextInt(Math.min(64, mutant.length));
            int end = Math.min(mutant.length, at + length);
            mutant =
                    switch (random.nextInt(8)) {
                        case 0 -> Arrays.copyOf(mutant, at);
                        case 1, 2 -> flip(mutant, random);
                        case 3 -> splice(mutant, at, end, new byte[0]);
                        case 4 -> splice(mutant, at, at, Arrays.copyOfRange(mutant, at, end));
                        case 5 -> splice(mutant, at, end, part(other, random));
                        case 6 -> extreme(mutant, at, random);
                        default -> {
                            mutant[at] = (byte) random.nextInt(256);
                            yield mutant;
                        }
                    };
        }
        return mutant;
    }

    /** Positions near the start, where headers are, are more likely. */
    private static int position(int length, SplittableRandom random) {
        int within = random.nextBoolean() ? length : Math.min(length, 400);
        return random.nextInt(within);
    }

    private static byte[] flip(byte[] bytes, SplittableRandom random) {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            bytes[position(bytes.length, random)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] part(byte[] other, SplittableRandom random) {
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + 64));
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        return ByteBuffer.allocate(bytes.length - (to - from) + with.length)
                .put(bytes, 0, from)
                .put(with)
                .put(bytes, to, bytes.length - to)
                .array();
    }

    private static byte[] extreme(byte[] bytes, int at, SplittableRandom random) {
        long value = EXTREMES[random.nextInt(EXTREMES.length)] + random.nextInt(3) - 1;
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (random.nextBoolean() && at + 8 <= bytes.length) {
            buffer.putLong(at, value);
        } else if (at + 4 <= bytes.length) {
            buffer.putInt(at, (int) value);
        }
        return bytes;
    }
}
