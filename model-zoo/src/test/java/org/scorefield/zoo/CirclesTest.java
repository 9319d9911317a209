// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;

/** The networks of concentric circles give what PyTorch gave when they were exported. */
class CirclesTest {

    /** FLOAT32 outputs of about 1, summed in another order. */
    private static final double TOLERANCE = 1e-5;

    /** Of train_circles.py. */
    private static final float[] TIMES = {0.05f, 0.25f, 0.5f, 0.9f};

    static List<ZooEntry> entries() {
        return Zoo.entries().stream()
                .filter(entry -> entry.about().family().equals("circles"))
                .toList();
    }

    @Test
    void entries_areThereForEveryTargetAndDimension() {
        for (String target : List.of("epsilon", "sample", "velocity", "equilibrium")) {
            for (int dimension : new int[] {2, 8, 32, 128}) {
                assertThat(Zoo.find("circles-" + target + "-" + dimension)).isPresent();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void output_isThatOfPyTorch(ZooEntry entry) throws IOException {
        try (DiffusionModel model = entry.load();
                NDManager manager = model.newManager();
                InputStream in =
                        CirclesTest.class.getResourceAsStream("outputs/" + entry.name() + ".npy")) {
            assertThat(in).as(entry.name()).isNotNull();
            NDArray both = NDList.decode(manager, in).get(0);
            NDArray states = both.get(":, 0");
            NDArray expected = both.get(":, 1");
            NDArray found = model.evaluate(Quantity.OUTPUT, states, manager.create(TIMES));
            assertThat(found.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(found.getShape()).isEqualTo(expected.getShape());
            double scale = Math.max(1, expected.abs().max().getFloat());
            assertThat((double) found.sub(expected).abs().max().getFloat())
                    .as(entry.name())
                    .isLessThan(TOLERANCE * scale);
        }
    }
}
