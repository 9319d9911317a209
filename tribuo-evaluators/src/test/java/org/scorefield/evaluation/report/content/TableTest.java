// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void text_ofTable_isAlignedAscii() {
        Table table =
                new Table(
                        "caption",
                        List.of("\u03c3/\u03b1", "loss"),
                        List.of(List.of("0.1", Numbers.of(12.345, 0.0678))));
        String line = System.lineSeparator();
        assertThat(table.text())
                .isEqualTo(
                        "sigma/alpha             loss"
                                + line
                                + "        0.1  12.345 +- 0.068"
                                + line);
    }

    @Test
    void table_unevenRows_isRefused() {
        assertThatThrownBy(() -> new Table("", List.of("a", "b"), List.of(List.of("1"))))
                .hasMessage("rows: expected 2 cells, found 1; give one cell for each column");
    }

    @Test
    void numbers_ofAnySize_areShort() {
        assertThat(Numbers.of(0)).isEqualTo("0");
        assertThat(Numbers.of(123.456)).isEqualTo("123");
        assertThat(Numbers.of(0.0123456)).isEqualTo("0.0123");
        assertThat(Numbers.of(-1234567)).isEqualTo("-1.23e+06");
        assertThat(Numbers.of(Double.NaN)).isEqualTo("NaN");
        assertThat(Numbers.of(3.21e-6, 1.1e-6)).isEqualTo("(3.2 \u00b1 1.1)e-6");
        assertThat(Numbers.of(1.5, 0)).isEqualTo("1.50 \u00b1 0");
        assertThat(Numbers.brief(0)).isEqualTo("0");
        assertThat(Numbers.brief(123.456)).isEqualTo("123");
        assertThat(Numbers.brief(-0.0123456)).isEqualTo("-0.012");
        assertThat(Numbers.brief(1234567)).isEqualTo("1.2e+06");
        assertThat(Numbers.percent(0.95)).isEqualTo("95 %");
        assertThat(Numbers.percent(0.157)).isEqualTo("15.7 %");
    }
}
