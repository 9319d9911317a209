// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * What one evaluator contributes to a report.
 *
 * @param name the evaluator's name, the key in report.json
 * @param title for people
 * @param verdict one sentence in plain words
 * @param meaning what the numbers mean, one sentence each
 * @param charts pictures of the numbers
 * @param table the numbers
 * @param json the numbers as report.json holds them
 */
public record AuditSection(
        String name,
        String title,
        String verdict,
        List<String> meaning,
        List<Chart> charts,
        Table table,
        JsonObject json) {

    /** Copies. */
    public AuditSection {
        meaning = List.copyOf(meaning);
        charts = List.copyOf(charts);
        json = json.deepCopy();
    }

    @Override
    public JsonObject json() {
        return json.deepCopy();
    }
}
