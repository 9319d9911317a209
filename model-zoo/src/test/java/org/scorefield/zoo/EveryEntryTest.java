// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.djl.checkpoint.Container;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;

/** What holds of every entry, whichever is added. */
class EveryEntryTest {

    private static final long SEED = 5;

    /** Rows of one evaluation; more than one, so that a row could leak into another. */
    private static final int ROWS = 3;

    private static final double T = 0.5;

    static List<ZooEntry> entries() {
        return Zoo.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void load_anyEntry_evaluatesToFiniteNumbers(ZooEntry entry) throws IOException {
        try (DiffusionModel model = entry.load();
                NDManager manager = model.newManager()) {
            NDArray x = noise(manager, model);
            NDArray output = model.evaluate(Quantity.OUTPUT, x, T);
            assertThat(output.getShape()).isEqualTo(x.getShape());
            for (float value : output.toType(DataType.FLOAT32, false).toFloatArray()) {
                assertThat(value).as(entry.name() + ", seed " + SEED).isFinite();
            }
            // A network whose weights were lost gives the same for every input.
            assertThat(output.get(0).sub(output.get(1)).abs().max().getFloat()).isPositive();
        }
    }

    @Test
    void entries_betweenThem_areOfEveryContainerButShards() throws IOException {
        Set<Container> found = EnumSet.noneOf(Container.class);
        for (ZooEntry entry : Zoo.entries()) {
            found.add(entry.read().container());
        }
        // Shards are for weights beyond a zoo's.
        assertThat(found)
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Container.SAFETENSORS_SHARDED)));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void reference_anyEntry_isThere(ZooEntry entry) throws IOException {
        assertThat(entry.reference()).isNotEmptyFile();
        assertThat(entry.referenceData().licence()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void training_anyEntry_saysHowToDoItAgain(ZooEntry entry) {
        Training training = entry.training();
        assertThat(training.data().description()).isNotBlank();
        assertThat(training.data().splitSha256().isPresent())
                .as("the part of a file that was trained on has a hash, what was drawn has a seed")
                .isEqualTo(training.data().fileSha256().isPresent())
                .isNotEqualTo(training.data().seed().isPresent());
        assertThat(training.commands()).isNotEmpty();
        assertThat(training.curve()).hasSizeGreaterThan(1);
        int last = training.curve().size() - 1;
        assertThat(training.curve().get(last).loss()).isLessThan(training.curve().get(0).loss());
        assertThat(training.curve().get(last).seconds()).isPositive();
        for (int i = 1; i <= last; i++) {
            assertThat(training.curve().get(i).step())
                    .isGreaterThan(training.curve().get(i - 1).step());
        }
    }

    private static NDArray noise(NDManager manager, DiffusionModel model) {
        Shape shape =
                new Shape(
                        LongStream.concat(LongStream.of(ROWS), LongStream.of(model.dataShape()))
                                .toArray());
        float[] values = new float[(int) shape.size()];
        Random random = new Random(SEED);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape).toType(model.dataType(), false);
    }
}
