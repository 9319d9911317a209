// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.JsonObject;
import java.util.List;
import org.scorefield.evaluation.report.content.Chart;
import org.scorefield.evaluation.report.content.Gallery;
import org.scorefield.evaluation.report.content.HeatMap;
import org.scorefield.evaluation.report.content.Table;
import org.scorefield.evaluation.report.light.Light;

/**
 * What one evaluator contributes to a report.
 *
 * @param name the evaluator's name, the key in report.json
 * @param title for people
 * @param verdict one sentence in plain words
 * @param light what it means for a decision
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
        Light light,
        List<String> meaning,
        List<Chart> charts,
        Table table,
        JsonObject json,
        Details details) {

    /**
     * Copies.
     *
     * @param name the evaluator's name, the key in report.json
     * @param title for people
     * @param verdict one sentence in plain words
     * @param light what it means for a decision
     * @param meaning what the numbers mean, one sentence each
     * @param charts pictures of the numbers
     * @param table the numbers, also for the terminal
     * @param json the numbers as report.json holds them
     * @param details what else the page shows
     */
    public AuditSection {
        meaning = List.copyOf(meaning);
        charts = List.copyOf(charts);
        json = json.deepCopy();
    }

    /**
     * A section that gives no light.
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
    public AuditSection(
            String name,
            String title,
            String verdict,
            List<String> meaning,
            List<Chart> charts,
            Table table,
            JsonObject json,
            Details details) {
        this(name, title, verdict, Light.NONE, meaning, charts, table, json, details);
    }

    /**
     * A section without details.
     *
     * @param name what options and report.json call the evaluator
     * @param title its name for people
     * @param verdict what was found, in one sentence
     * @param meaning what the numbers say, one sentence each
     * @param charts the charts, in order
     * @param table the numbers behind the charts
     * @param json the numbers as report.json holds them; copied
     */
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
     * This section with a light.
     *
     * @param other the light
     * @return a new section
     */
    public AuditSection withLight(Light other) {
        return new AuditSection(name, title, verdict, other, meaning, charts, table, json, details);
    }

    /**
     * What the page shows beside the main table.
     *
     * @param warnings what a reader must know before the numbers, one sentence each
     * @param maps quantities over a plane
     * @param tables further tables
     * @param galleries pictures
     * @param limits what the numbers do not cover, one sentence each
     */
    public record Details(
            List<String> warnings,
            List<HeatMap> maps,
            List<Table> tables,
            List<Gallery> galleries,
            List<String> limits) {
        /** Nothing. */
        public static final Details NONE =
                new Details(List.of(), List.of(), List.of(), List.of(), List.of());

        /**
         * Copies.
         *
         * @param warnings what a reader must know before the numbers, one sentence each
         * @param maps quantities over a plane
         * @param tables further tables
         * @param galleries pictures
         * @param limits what the numbers do not cover, one sentence each
         */
        public Details {
            warnings = List.copyOf(warnings);
            maps = List.copyOf(maps);
            tables = List.copyOf(tables);
            galleries = List.copyOf(galleries);
            limits = List.copyOf(limits);
        }

        /**
         * These details with warnings.
         *
         * @param sentences what a reader must know before the numbers, one sentence each
         * @return these details with warnings
         */
        public Details withWarnings(List<String> sentences) {
            return new Details(sentences, maps, tables, galleries, limits);
        }

        /**
         * These details with maps.
         *
         * @param pictures quantities over a plane
         * @return these details with maps
         */
        public Details withMaps(List<HeatMap> pictures) {
            return new Details(warnings, pictures, tables, galleries, limits);
        }

        /**
         * These details with tables.
         *
         * @param further further tables
         * @return these details with tables
         */
        public Details withTables(List<Table> further) {
            return new Details(warnings, maps, further, galleries, limits);
        }

        /**
         * These details with galleries.
         *
         * @param pictures pictures
         * @return these details with galleries
         */
        public Details withGalleries(List<Gallery> pictures) {
            return new Details(warnings, maps, tables, pictures, limits);
        }

        /**
         * These details with limits.
         *
         * @param sentences what the numbers do not cover, one sentence each
         * @return these details with limits
         */
        public Details withLimits(List<String> sentences) {
            return new Details(warnings, maps, tables, galleries, sentences);
        }
    }

    /** {@return the numbers as report.json holds them} A copy. */
    @Override
    public JsonObject json() {
        return json.deepCopy();
    }
}
