// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BesselTest {

    /** Rounding of both. */
    private static final double GIVEN = 1e-14;

    private static final double I0_100 = 0.03994437929909668;
    private static final double I1_100 = 0.03974415302513025;

    @Test
    void values_areThoseOfAnotherLibrary() {
        // exp(-k) I0(k) and exp(-k) I1(k) of Cephes, as PyTorch's special.i0e and i1e give them.
        assertThat(Math.exp(Bessel.logScaledI0(1))).isEqualTo(0.4657596075936404, within(GIVEN));
        assertThat(Bessel.ratio(1) * 0.4657596075936404)
                .isEqualTo(0.2079104153497085, within(GIVEN));
        assertThat(Math.exp(Bessel.logScaledI0(100))).isEqualTo(I0_100, within(GIVEN));
        assertThat(100 * Bessel.ratio(100) * I0_100).isEqualTo(I1_100, within(GIVEN));
        assertThat(Bessel.ratio(0)).isEqualTo(0.5);
        assertThat(Bessel.slope(0)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {40, 1000})
    void formulas_meetWhereOneTakesOver(double k) {
        double above = Math.nextUp(k);
        assertThat(Bessel.logScaledI0(above)).isEqualTo(Bessel.logScaledI0(k), within(1e-13));
        assertThat(Bessel.ratio(above))
                .isCloseTo(Bessel.ratio(k), Percentage.withPercentage(1e-11));
        assertThat(Bessel.slope(above)).isCloseTo(Bessel.slope(k), Percentage.withPercentage(1e-7));
    }

    @Test
    void slope_isTheDerivative() {
        for (double k : new double[] {0.3, 5, 60}) {
            double h = 1e-5 * k;
            double difference =
                    ((k + h) * Bessel.ratio(k + h) - (k - h) * Bessel.ratio(k - h)) / (2 * h);
            // Rounding of the ratios over h, and h^2.
            assertThat(Bessel.slope(k)).isCloseTo(difference, Percentage.withPercentage(1e-4));
        }
    }
}
