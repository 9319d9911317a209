// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files that ask for much memory, time or stack. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PickleBombTest {

    /** Three times the allowance for values: lists double as they grow, and inputs are copied. */
    private static final long MOST_ALLOCATED = 3 * (128L << 20);

    @TempDir Path folder;

    private String refusal(byte[] pickle) {
        Path path = TestFiles.write(folder, "x.pt", TestFiles.torchZip(pickle, new byte[4]));
        return boundedRefusal(path);
    }

    private static String boundedRefusal(Path path) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        String refusal = TestFiles.refusal(path);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED);
        return refusal;
    }

    private static byte[] repeat(int count, int... bytes) {
        var repeated = new byte[count * bytes.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = (byte) bytes[i % bytes.length];
        }
        return repeated;
    }

    @Test
    void read_deepNesting_endsWithoutRecursion() {
        byte[] lists =
                new PickleWriter().raw(repeat(500_000, ']')).raw(repeat(499_999, 'a')).stop();
        assertThat(refusal(lists)).contains("expected a dictionary of named tensors");
        byte[] tuples = new PickleWriter().op(')').raw(repeat(500_000, 0x85)).stop();
        assertThat(refusal(tuples)).contains("expected a dictionary of named tensors");
        byte[] key =
                new PickleWriter().op('}').op(')').raw(repeat(500_000, 0x85)).raw('N', 's').stop();
        assertThat(refusal(key)).contains("dictionary keys that are texts or numbers");
    }

    @Test
    void read_selfContainingValues_end() {
        byte[] list = new PickleWriter().raw(']', 'q', 0, 'h', 0, 'a').stop();
        assertThat(refusal(list)).contains("expected a dictionary of named tensors");
        byte[] dict = new PickleWriter().raw('}', 'q', 0).text("x").raw('h', 0, 's').stop();
        assertThat(refusal(dict)).contains("expected a dictionary of named tensors");
    }

    @Test
    void read_doublingTree_endsInTimeOfItsDistinctParts() {
        // 2^200 paths through 200 tuples.
        var pickle = new PickleWriter().op(')');
        for (int i = 0; i < 200; i++) {
            pickle.raw('2', 0x86);
        }
        assertThat(refusal(pickle.stop())).contains("expected a dictionary of named tensors");
    }

    @Test
    void read_hugeClaims_areRefusedBeforeMemoryIsTaken() {
        assertThat(refusal(new PickleWriter().op('X').int32(Integer.MAX_VALUE).stop()))
                .contains("expected 2147483647 more bytes");
        assertThat(refusal(new PickleWriter().op('X').int32(-1).stop()))
                .contains("expected 4294967295 more bytes");
        assertThat(refusal(new PickleWriter().raw(0x8e).int64(-1).stop()))
                .contains("expected 18446744073709551615 more bytes");
        assertThat(refusal(new PickleWriter().raw(0x8b).int32(1 << 30).stop()))
                .contains("expected integers of at most 255 bytes");
        assertThat(refusal(new PickleWriter().raw(0x95).int64(1L << 60).stop()))
                .contains("expected a frame within");
    }

    @Test
    void read_hugeMemoIndex_isRefused() {
        assertThat(refusal(new PickleWriter().raw('N', 'r').int32(-1).stop()))
                .contains("expected memo indices in order");
    }

    @Test
    void read_manySmallObjects_areRefusedAtTheAllowance() {
        assertThat(refusal(new PickleWriter().raw(repeat(8_000_000, '}')).stop()))
                .contains("expected values of at most");
        assertThat(refusal(new PickleWriter().raw(repeat(20_000_000, '(')).stop()))
                .contains("expected values of at most");
    }

    @Test
    void read_oneTextEncodedAgainAndAgain_isRefusedAtTheAllowance() {
        var pickle = new PickleWriter().text("x".repeat(1 << 20)).raw('q', 0);
        pickle.text("latin1").raw('q', 1).global("_codecs", "encode").raw('q', 2);
        for (int i = 0; i < 1000; i++) {
            pickle.raw('h', 2, 'h', 0, 'h', 1, 0x86, 'R');
        }
        assertThat(refusal(pickle.stop())).contains("expected values of at most");
    }

    @Test
    void read_deflatedBomb_isRefusedBySizeOrAllowance() {
        var large = new ZipWriter().deflated("a/data.pkl", repeat((64 << 20) + 1, ']'));
        assertThat(boundedRefusal(TestFiles.write(folder, "x.pt", large.bytes())))
                .contains("expected an entry of at most 67108864 bytes");
        var small = new ZipWriter().deflated("a/data.pkl", repeat(16 << 20, ']'));
        assertThat(boundedRefusal(TestFiles.write(folder, "x.pt", small.bytes())))
                .contains("expected values of at most");
    }

    @Test
    void read_collidingKeys_stayFast() throws IOException {
        // "Aa" and "BB" have one hash: 2^17 names of 17 pairs that all collide.
        var pickle = new PickleWriter().op('}').op('(');
        for (int i = 0; i < 1 << 17; i++) {
            var name = new StringBuilder();
            for (int bit = 0; bit < 17; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            pickle.text(name.toString()).op('N');
        }
        pickle.op('u').text("w").tensor("FloatStorage", "0", 1).op('s');
        byte[] bytes = TestFiles.torchZip(pickle.stop(), new byte[4]);
        Path path = TestFiles.write(folder, "x.pt", bytes);
        assertThat(CheckpointReader.read(path).requireStateDict().names()).containsExactly("w");
    }

    @Test
    void read_pickleOfHalfTheLength_isRefusedWhereverItEnds() {
        byte[] whole =
                new PickleWriter().op('}').text("w").tensor("FloatStorage", "0", 1).op('s').stop();
        for (int length = 0; length < whole.length; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length)))
                    .as("length %d", length)
                    .contains("expected");
        }
    }

    @Test
    void read_longTupleKeys_areRefused() {
        var pickle = new PickleWriter().op('}').text("x".repeat(200)).raw('2', 0x86);
        assertThat(refusal(pickle.raw('N', 's').stop()))
                .contains("dictionary keys that are texts or numbers");
    }

    @Test
    void read_endlessPrefixes_areLeftAlone() throws IOException {
        String name = "module.".repeat(100_000) + "w";
        byte[] pickle =
                new PickleWriter().op('}').text(name).tensor("FloatStorage", "0", 1).op('s').stop();
        Path path = TestFiles.write(folder, "x.pt", TestFiles.torchZip(pickle, new byte[4]));
        assertThat(CheckpointReader.read(path).requireStateDict().names())
                .containsExactly(name.substring(4 * "module.".length()));
    }
}
