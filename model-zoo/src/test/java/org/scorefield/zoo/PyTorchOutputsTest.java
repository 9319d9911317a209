// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;

/** Networks give what PyTorch gave when they were exported. */
class PyTorchOutputsTest {

    /** FLOAT32 outputs of about 1, summed in another order. */
    private static final double TOLERANCE = 1e-5;

    /** The last step of a schedule of 1,000 is t = 1. */
    private static final double LAST = 999;

    /** Steps of the DDPM schedule. */
    private static final double[] STEPS = {1 / LAST, 50 / LAST, 250 / LAST, 500 / LAST, 899 / LAST};

    /** By family, the times of the training scripts, one a state. */
    private static final Map<String, double[]> TIMES =
            Map.of(
                    "circles",
                    new double[] {0.05, 0.25, 0.5, 0.9},
                    "two-moons",
                    new double[] {0.001, 0.05, 0.25, 0.5, 0.9},
                    "gaussian-mixture",
                    STEPS,
                    "digits",
                    STEPS);

    static List<ZooEntry> entries() {
        return Zoo.entries().stream()
                .filter(entry -> TIMES.containsKey(entry.about().family()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void output_isThatOfPyTorch(ZooEntry entry) throws IOException {
        try (DiffusionModel model = entry.load();
                NDManager manager = model.newManager();
                InputStream in =
                        PyTorchOutputsTest.class.getResourceAsStream(
                                "outputs/" + entry.name() + ".npy")) {
            assertThat(in).as(entry.name()).isNotNull();
            NDArray both = NDList.decode(manager, in).get(0);
            NDArray states = both.get(":, 0");
            NDArray expected = both.get(":, 1");
            double[] times = TIMES.get(entry.about().family());
            NDArray found = model.evaluate(Quantity.OUTPUT, states, manager.create(times));
            assertThat(found.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(found.getShape()).isEqualTo(expected.getShape());
            double scale = Math.max(1, expected.abs().max().getFloat());
            assertThat((double) found.sub(expected).abs().max().getFloat())
                    .as(entry.name() + " at " + Arrays.toString(times))
                    .isLessThan(TOLERANCE * scale);
        }
    }
}
