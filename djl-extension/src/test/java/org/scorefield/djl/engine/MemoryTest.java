// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Twenty thousand evaluations, and some thousands of Jacobian products, leave nothing behind. */
class MemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int EVALUATIONS = 20_000;
    private static final int PRODUCTS = 4_000;

    /** Until the collector has used its whole young generation and the compiler is done. */
    private static final int WARM_UP = 5_000;

    private static final long LIMIT_KIB = 64 * 1024;

    @Test
    void residentMemory_over20000EvaluationsAnd8000Products_growsUnder64MiB() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "resident memory is only known on Linux: SKIPPED");
        Fixture fixture = Fixture.BLIND;
        try (Network network = fixture.load();
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray x = fixture.reference("x", manager);
            evaluations(network, x, WARM_UP);
            products(network, x, WARM_UP);
            long before = residentKib();
            evaluations(network, x, EVALUATIONS);
            products(network, x, PRODUCTS);
            assertThat(residentKib() - before).as("KiB gained").isLessThan(LIMIT_KIB);
        }
    }

    private static void evaluations(Network network, NDArray x, int count) {
        for (int i = 0; i < count; i++) {
            try (NDManager step = x.getManager().newSubManager()) {
                network.evaluate(copy(x, step), null);
            }
        }
    }

    private static void products(Network network, NDArray x, int count) {
        for (int i = 0; i < count; i++) {
            try (NDManager step = x.getManager().newSubManager()) {
                NDArray state = copy(x, step);
                network.jvp(state, null, state);
                network.vjp(state, null, state);
            }
        }
    }

    private static NDArray copy(NDArray x, NDManager step) {
        NDArray state = x.duplicate();
        state.attach(step);
        return state;
    }

    /** Resident memory after a collection, which gives unused heap back to the system. */
    private static long residentKib() throws IOException {
        System.gc();
        List<String> lines = Files.readAllLines(STATUS);
        String line = lines.stream().filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
