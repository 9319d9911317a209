// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class BatchesTest {
    /** So many numbers of a row that each row is a batch of its own. */
    private static final long WIDE = 1 << 20;

    @Test
    void passes_interruptedWithinABatch_endAfterIt() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray x = manager.create(new double[] {1, 2, 3}, new Shape(3, 1));
            int[] batches = new int[2];
            try {
                assertThatThrownBy(
                                () -> Batches.map(x, WIDE, part -> interrupted(part, batches, 0)))
                        .isInstanceOf(CancellationException.class);
                assertThat(Thread.interrupted()).isTrue();
                assertThatThrownBy(
                                () -> Batches.sum(x, WIDE, part -> interrupted(part, batches, 1)))
                        .isInstanceOf(CancellationException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(batches).containsExactly(1, 1);
        }
    }

    private static NDArray interrupted(NDArray part, int[] batches, int which) {
        batches[which]++;
        Thread.currentThread().interrupt();
        return part.mul(2);
    }
}
