// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClauseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Unstable without it: it ends far off.|Unstable without it.",
                "Of 3.5 nats some is certified; the rest is not.|Of 3.5 nats some is certified.",
                "It stays. Then it goes.|It stays.",
                "One clause alone|One clause alone.",
                "''|''"
            })
    void first_ofAText_endsWithAFullStop(String text, String clause) {
        assertThat(Clause.first(text)).isEqualTo(clause);
    }
}
