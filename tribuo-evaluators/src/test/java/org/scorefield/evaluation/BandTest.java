// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BandTest {

    @Test
    void of_elevenNumbers_hasTheirQuantilesMeanAndError() {
        Band band = Band.of(new double[] {10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, Double.NaN});
        assertThat(band.low()).isEqualTo(1);
        assertThat(band.median()).isEqualTo(5);
        assertThat(band.high()).isEqualTo(9);
        assertThat(band.mean()).isEqualTo(5);
        // variance 11, of 11 numbers
        assertThat(band.standardError()).isCloseTo(1, within(1e-15));
        assertThat(band.n()).isEqualTo(11);
    }

    @Test
    void of_infiniteValues_showsThem() {
        double infinite = Double.POSITIVE_INFINITY;
        Band band = Band.of(new double[] {1, infinite, infinite});
        assertThat(band.low()).isEqualTo(1);
        assertThat(band.median()).isInfinite();
        assertThat(band.high()).isInfinite();
        assertThat(band.mean()).isInfinite();
        assertThat(band.standardError()).isNaN();
    }

    @Test
    void of_nothing_isNone() {
        assertThat(Band.of(new double[] {Double.NaN})).isEqualTo(Band.NONE);
    }
}
