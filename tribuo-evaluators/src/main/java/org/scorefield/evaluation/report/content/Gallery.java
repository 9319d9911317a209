// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.List;
import java.util.Optional;

/**
 * Pictures in rows, each row with a name.
 *
 * @param title what they show
 * @param caption how to read them, one or two sentences
 * @param columns names of the columns of pictures
 * @param rows rows of pictures
 */
public record Gallery(String title, String caption, List<String> columns, List<Row> rows) {

    /**
     * Checks and copies.
     *
     * @param title what they show
     * @param caption how to read them, one or two sentences
     * @param columns names of the columns of pictures
     * @param rows rows of pictures
     */
    public Gallery {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.pictures().size() != columns.size()) {
                throw new IllegalArgumentException(
                        "rows: expected "
                                + columns.size()
                                + " pictures, found "
                                + row.pictures().size()
                                + "; give one for each column, or empty");
            }
        }
    }

    /**
     * A row.
     *
     * @param name of the row
     * @param pictures one for each column, empty where there is none
     */
    public record Row(String name, List<Optional<Picture>> pictures) {
        /**
         * Copies.
         *
         * @param name of the row
         * @param pictures one for each column, empty where there is none
         */
        public Row {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * A picture.
     *
     * @param uri a data URI that holds it
     * @param label shown below it
     */
    public record Picture(String uri, String label) {}
}
