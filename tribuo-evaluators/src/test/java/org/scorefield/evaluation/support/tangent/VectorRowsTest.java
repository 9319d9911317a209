// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.tangent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorRowsTest {

    private static final double[][][] BY_STATE = {
        {{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, 12}}
    };

    @Test
    void directions_ofStates_areTheInverseOfByState() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray found = VectorRows.directions(BY_STATE, manager);
            assertThat(found.getShape().getShape()).containsExactly(3, 2, 2);
            assertThat(found.toDoubleArray())
                    .containsExactly(1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12);
            assertThat(VectorRows.byState(found)).isDeepEqualTo(BY_STATE);
        }
    }

    /** An array made of numbers of the heap lives in a buffer that must outlive all its views. */
    @Test
    void directions_afterGarbageCollections_areStillTheirNumbers() throws InterruptedException {
        int k = 4;
        int n = 250;
        double[][][] ones = new double[n][k][64];
        for (double[][] own : ones) {
            for (double[] row : own) {
                Arrays.fill(row, 1);
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            List<NDArray> kept = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                kept.add(VectorRows.directions(ones, manager));
            }
            for (int round = 0; round < 5; round++) {
                System.gc();
                Thread.sleep(20);
                try (NDManager scope = manager.newSubManager()) {
                    double[] others = new double[n * k * 64];
                    Arrays.fill(others, Double.POSITIVE_INFINITY);
                    for (int i = 0; i < 20; i++) {
                        scope.create(others);
                    }
                }
                for (NDArray array : kept) {
                    assertThat(array.toDoubleArray()).containsOnly(1);
                }
            }
        }
    }
}
