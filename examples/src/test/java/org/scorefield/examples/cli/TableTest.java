// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void lines_twoColumns_firstLeftSecondRight() {
        Table table =
                new Table(List.of("t", "error"), List.of(List.of("0.5", "1"), List.of("1", "10")));
        assertThat(table.lines())
                .containsExactly("t    error", "----------", "0.5      1", "1       10");
    }

    @Test
    void row_withAMissingCell_isRefused() {
        List<List<String>> rows = List.of(List.of("0.5"));
        assertThatThrownBy(() -> new Table(List.of("t", "error"), rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "rows: expected 2 cells in each, found 1; give every row a cell for every"
                                + " column");
    }
}
