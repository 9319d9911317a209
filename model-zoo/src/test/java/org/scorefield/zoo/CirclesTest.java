// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The networks of concentric circles. */
class CirclesTest {

    @Test
    void entries_areThereForEveryTargetAndDimension() {
        for (String target : List.of("epsilon", "sample", "velocity", "equilibrium")) {
            for (int dimension : new int[] {2, 8, 32, 128}) {
                assertThat(Zoo.find("circles-" + target + "-" + dimension)).isPresent();
            }
        }
    }
}
