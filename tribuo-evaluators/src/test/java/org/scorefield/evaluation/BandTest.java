// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Ranks of the table for the sign test: 1 of 6, 4 of 16, 10 of 32; none below 6. */
    @ParameterizedTest
    @CsvSource({"6, 1", "16, 4", "32, 10"})
    void of_numbersInARow_hasTheMedianBetweenTheirOrderStatistics(int n, int rank) {
        Band band = Band.of(IntStream.rangeClosed(1, n).asDoubleStream().toArray());
        assertThat(band.medianLow()).isEqualTo(rank);
        assertThat(band.medianHigh()).isEqualTo(n + 1 - rank);
    }

    @Test
    void of_fiveNumbers_hasNoIntervalOfTheMedian() {
        Band band = Band.of(new double[] {1, 2, 3, 4, 5});
        assertThat(band.medianLow()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(band.medianHigh()).isEqualTo(Double.POSITIVE_INFINITY);
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
