// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.evaluation.support.tangent.VectorRows;

/** Angles that are put in come out, however small or right. */
class PrincipalAnglesTest {

    private static final long SEED = 8;

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-15, 1e-9, 1e-4, 0.3, 1.2, Math.PI / 2 - 1e-9, Math.PI / 2})
    void between_turnedAxes_givesTheTurns(double angle) {
        Random random = new Random(SEED);
        double[][] basis = new double[7][7];
        for (double[] row : basis) {
            for (int a = 0; a < 7; a++) {
                row[a] = random.nextGaussian();
            }
        }
        basis = VectorRows.orthonormal(basis);
        double[][] frame = {basis[0], basis[1], basis[2]};
        double[][] turned = new double[3][7];
        double[] angles = {0, angle, 0.5};
        for (int i = 0; i < 3; i++) {
            for (int a = 0; a < 7; a++) {
                turned[i][a] =
                        Math.cos(angles[i]) * basis[i][a] + Math.sin(angles[i]) * basis[i + 3][a];
            }
        }
        double[][] mixed =
                VectorRows.orthonormal(new double[][] {sum(turned), turned[1], turned[2]});
        java.util.Arrays.sort(angles);
        // Absolute rounding of the sines; the basis is orthonormal to 1e-15.
        assertThat(PrincipalAngles.between(frame, mixed))
                .as("seed %d", SEED)
                .containsExactly(angles, within(4e-15));
    }

    private static double[] sum(double[][] rows) {
        double[] sum = new double[rows[0].length];
        for (double[] row : rows) {
            for (int a = 0; a < sum.length; a++) {
                sum[a] += row[a];
            }
        }
        return sum;
    }
}
