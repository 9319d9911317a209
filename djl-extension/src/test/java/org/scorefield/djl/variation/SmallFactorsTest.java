// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallFactorsTest {

    /** Some roundings of a sum of up to a hundred terms. */
    private static final double ROUNDING = 1e-13;

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "4, 4", "7, 100"})
    void qr_ofRandomVectors_isOrthonormalAndMultipliesBack(int k, int d) {
        long seed = 10 * k + d;
        double[][] y = random(k, d, seed);
        QrFactor factor = QrFactor.of(y);
        for (int i = 0; i < k; i++) {
            assertThat(factor.r()[i][i]).as("seed %d", seed).isPositive();
            for (int j = 0; j < k; j++) {
                assertThat(dot(factor.q()[i], factor.q()[j]))
                        .isCloseTo(i == j ? 1 : 0, within(ROUNDING));
                if (j < i) {
                    assertThat(factor.r()[i][j]).isZero();
                }
            }
            double[][] column = new double[1][k];
            for (int j = 0; j < k; j++) {
                column[0][j] = factor.r()[j][i];
            }
            assertThat(Frames.combine(column, factor.q())[0])
                    .containsExactly(y[i], within(ROUNDING));
        }
    }

    @Test
    void qr_ofDependentVectors_staysOrthonormal() {
        QrFactor factor = QrFactor.of(new double[][] {{1, 1, 0}, {2, 2, 0}, {0, 0, 0}});
        assertThat(factor.r()[1][1]).isCloseTo(0, within(ROUNDING));
        assertThat(factor.r()[2][2]).isZero();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(dot(factor.q()[i], factor.q()[j]))
                        .isCloseTo(i == j ? 1 : 0, within(ROUNDING));
            }
        }
    }

    @Test
    void svd_ofAProductOfKnownFactors_findsThem() {
        double[][] a = QrFactor.of(random(5, 5, 1)).q();
        double[][] b = QrFactor.of(random(5, 5, 2)).q();
        double[] values = {3, 1, 0.5, 1e-3, 1e-6};
        double[][] matrix = new double[5][5];
        for (int l = 0; l < 5; l++) {
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    matrix[i][j] += values[l] * a[l][i] * b[l][j];
                }
            }
        }
        JacobiSvd found = JacobiSvd.of(matrix);
        assertThat(found.values()).containsExactly(values, within(ROUNDING));
        for (int l = 0; l < 5; l++) {
            double sign = Math.signum(dot(found.left()[l], a[l]));
            // The vectors of the smallest value: a rounding over its gap.
            assertThat(sign * dot(found.left()[l], a[l])).isCloseTo(1, within(1e-9));
            assertThat(sign * dot(found.right()[l], b[l])).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void svd_ofGradedRows_keepsTheDigitsOfSmallValues() {
        // diag(1, 1e-20, 1e-40) times a matrix with known determinant and rows.
        double[][] matrix = {{2, 1, 1}, {0, 3e-20, 1e-20}, {0, 0, 5e-40}};
        double[] values = JacobiSvd.of(matrix).values();
        double expected = Math.log(2) + Math.log(3e-20) + Math.log(5e-40);
        assertThat(Math.log(values[0]) + Math.log(values[1]) + Math.log(values[2]))
                .isCloseTo(expected, within(ROUNDING * 200));
        assertThat(values[0]).isCloseTo(Math.sqrt(6), within(ROUNDING));
    }

    private static double[][] random(int k, int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] y = new double[k][d];
        for (double[] row : y) {
            for (int i = 0; i < d; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return y;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
