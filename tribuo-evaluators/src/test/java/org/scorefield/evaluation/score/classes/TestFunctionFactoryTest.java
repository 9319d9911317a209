// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.evaluation.model.NoiseLevel;

class TestFunctionFactoryTest {

    /** Sixteen is the largest dimension that takes its classes on all coordinates. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 16, 17, 40})
    void classes_automaticWithManyRows_areAllThere(int dimension) {
        List<TestFunctionSpec> auto = TestFunctionSpec.parseAll("auto");
        long[] shape = {dimension};
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x =
                    manager.randomNormal(new Shape(20_000, dimension))
                            .toType(DataType.FLOAT64, true);
            DataAxes axes = DataAxes.of(x, TestFunctionFactory.axes(auto, shape));
            LevelClasses classes =
                    new TestFunctionFactory(auto, shape, List.of(axes, axes))
                            .classes(0, new NoiseLevel(0.5, 0.5, 0.5), x);
            assertThat(classes.notes()).isEmpty();
            assertThat(classes.functions()).hasSize(4);
        }
    }

    /** Trailing axes of few rows would follow these rows. */
    @ParameterizedTest
    @ValueSource(ints = {64, 400, 4000})
    void axes_ofDataThatFit_areAnEighthOfThemBeyondAFew(int rows) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.randomNormal(new Shape(rows, 100)).toType(DataType.FLOAT64, true);
            int axes = DataAxes.ofFitting(x, 1024).axes().count();
            assertThat(axes).isEqualTo(Math.min(100, Math.max(24, rows / 8)));
        }
    }
}
