// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text for the console: the first column to the left, every other column to the right.
 *
 * @param header the names of the columns
 * @param rows as many cells a row as the header has
 */
record Table(List<String> header, List<List<String>> rows) {

    private static final String GAP = "  ";

    Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "rows: expected "
                                + header.size()
                                + " cells in each, found "
                                + row.size()
                                + "; give every row a cell for every column");
            }
        }
    }

    /**
     * Lays the table out.
     *
     * @return the header, a rule and the rows, one line each, none with trailing blanks
     */
    List<String> lines() {
        int[] widths = new int[header.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = header.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(header, widths));
        lines.add("-".repeat(lines.get(0).length()));
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? cell + blanks : GAP + blanks + cell);
        }
        return line.toString().stripTrailing();
    }
}
