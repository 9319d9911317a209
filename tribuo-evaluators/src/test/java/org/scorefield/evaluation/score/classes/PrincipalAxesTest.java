// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.evaluation.Blobs;
import org.scorefield.evaluation.reference.ReferenceData;

class PrincipalAxesTest {
    private final ReferenceData data = Blobs.of(700, 5, 11);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 700})
    void principalAxes_ofFewDistinctData_areOrthonormalAndLeading(int distinct) {
        try (NDManager manager = NDManager.newBaseManager()) {
            double[] copies = new double[64 * 25];
            for (int i = 0; i < copies.length; i++) {
                copies[i] = data.value(i / 25 % distinct, i % 25);
            }
            NDArray rows = manager.create(copies, new Shape(64, 25));
            PrincipalAxes axes = PrincipalAxes.of(rows, 7);
            NDArray q = axes.leading(manager, 7);
            double[] gram = q.transpose().matMul(q).toDoubleArray();
            for (int i = 0; i < 49; i++) {
                assertThat(gram[i]).isCloseTo(i % 8 == 0 ? 1 : 0, within(1e-10));
            }
            double[] scores = rows.matMul(q).square().mean(new int[] {0}).toDoubleArray();
            for (int j = 0; j < 7; j++) {
                assertThat(scores[j]).isCloseTo(axes.values()[j], within(1e-10 * axes.trace()));
                assertThat(axes.values()[j])
                        .isLessThanOrEqualTo(j == 0 ? axes.trace() : scores[j - 1] + 1e-10);
            }
        }
    }

    @Test
    void principalAxes_bySubspaceIteration_areThoseOfTheWholeMatrix() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // 200 coordinates of falling scale: beyond the size that is solved whole.
            double[] values = new double[400 * 200];
            SplittableRandom random = new SplittableRandom(4);
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextGaussian() * Math.pow(0.8, i % 200);
            }
            PrincipalAxes axes = PrincipalAxes.of(manager.create(values, new Shape(400, 200)), 5);
            PrincipalAxes whole =
                    PrincipalAxes.of(manager.create(values, new Shape(400, 200)), 200);
            for (int j = 0; j < 5; j++) {
                assertThat(axes.values()[j]).isCloseTo(whole.values()[j], withinPercentage(1e-4));
            }
        }
    }
}
