// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.score.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values from published tables of the normal and of Student's t distribution. */
class QuantilesTest {

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.95, 1.644853627", "0.975, 1.959963985", "0.999, 3.090232306"})
    void normal_isTheTable(double p, double quantile) {
        assertThat(Quantiles.normal(p)).isCloseTo(quantile, within(2e-9));
        assertThat(Quantiles.normal(1 - p)).isCloseTo(-quantile, within(2e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0.95, 4, 2.131847, 0.01",
        "0.95, 10, 1.812461, 1e-4",
        "0.975, 60, 2.000298, 1e-5",
        "0.95, 1e9, 1.644854, 1e-6"
    })
    void student_isTheTable(double p, double freedom, double quantile, double tolerance) {
        assertThat(Quantiles.student(p, freedom)).isCloseTo(quantile, within(tolerance * quantile));
    }

    @Test
    void normal_outsideItsRange_isRefused() {
        assertThatThrownBy(() -> Quantiles.normal(1))
                .hasMessageContaining("confidence: expected a number in");
    }
}
