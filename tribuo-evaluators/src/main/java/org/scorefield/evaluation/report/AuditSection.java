// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.JsonObject;
import java.util.List;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.Table;

/**
 * What one evaluator contributes to a report.
 *
 * @param name the evaluator's name, the key in report.json
 * @param title for people
 * @param verdict one sentence in plain words
 * @param meaning what the numbers mean, one sentence each
 * @param charts pictures of the numbers
 * @param table the numbers, also for the terminal
 * @param json the numbers as report.json holds them
 * @param details what else the page shows
 */
public record AuditSection(
        String name,
        String title,
        String verdict,
        List<String> meaning,
        List<Chart> charts,
        Table table,
        JsonObject json,
        Details details) {

    /** Copies. */
    public AuditSection {
        meaning = List.copyOf(meaning);
        charts = List.copyOf(charts);
        json = json.deepCopy();
    }

    /** A section without details. */
    public AuditSection(
            String name,
            String title,
            String verdict,
            List<String> meaning,
            List<Chart> charts,
            Table table,
            JsonObject json) {
        this(name, title, verdict, meaning, charts, table, json, Details.NONE);
    }

    /**
     * What the page shows beside the main table.
     *
     * @param tables further tables
     * @param galleries pictures
     * @param limits what the numbers do not cover, one sentence each
     */
    public record Details(List<Table> tables, List<Gallery> galleries, List<String> limits) {
        /** Nothing. */
        public static final Details NONE = new Details(List.of(), List.of(), List.of());

        /** Copies. */
        public Details {
            tables = List.copyOf(tables);
            galleries = List.copyOf(galleries);
            limits = List.copyOf(limits);
        }
    }

    @Override
    public JsonObject json() {
        return json.deepCopy();
    }
}
