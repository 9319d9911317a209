// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClusterSumsTest {

    @Test
    void standardError_ofDependentNoises_countsDataNotRows() {
        // Every datum's rows are the same row: the error is that of the data.
        double[] single = {1, 5, 2, 8, 3, 4};
        double[] repeated = new double[24];
        Arrays.setAll(repeated, i -> single[i / 4]);
        ClusterSums once = new ClusterSums(1);
        once.add(new double[][] {single}, new int[] {1, 1, 1, 1, 1, 1});
        ClusterSums often = new ClusterSums(1);
        often.add(new double[][] {repeated}, new int[] {4, 4, 4, 4, 4, 4});
        assertThat(often.variance(0)).isCloseTo(once.variance(0), within(1e-12));
        assertThat(often.rows()).isEqualTo(24);
        assertThat(often.clusters()).isEqualTo(6);
    }
}
