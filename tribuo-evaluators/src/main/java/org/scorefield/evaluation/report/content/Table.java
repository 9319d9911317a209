// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Numbers in rows.
 *
 * @param caption what the table shows
 * @param columns heads of the columns
 * @param rows cells as text, one for each column
 */
public record Table(String caption, List<String> columns, List<List<String>> rows) {

    /**
     * Checks and copies.
     *
     * @param caption what the table shows
     * @param columns heads of the columns
     * @param rows cells as text, one for each column
     */
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "rows: expected "
                                + columns.size()
                                + " cells, found "
                                + row.size()
                                + "; give one cell for each column");
            }
        }
    }

    /**
     * {@return the table for a terminal: in ASCII, columns aligned to the right, two spaces apart}
     */
    public String text() {
        List<String> columns = plain(this.columns);
        List<List<String>> rows = this.rows.stream().map(Table::plain).toList();
        int[] widths =
                IntStream.range(0, columns.size())
                        .map(
                                i ->
                                        rows.stream()
                                                .mapToInt(row -> row.get(i).length())
                                                .reduce(columns.get(i).length(), Math::max))
                        .toArray();
        StringBuilder text = new StringBuilder(line(columns, widths));
        rows.forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static List<String> plain(List<String> cells) {
        return cells.stream().map(PlainText::of).toList();
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                        .mapToObj(i -> " ".repeat(widths[i] - cells.get(i).length()) + cells.get(i))
                        .collect(Collectors.joining("  "))
                + System.lineSeparator();
    }
}
