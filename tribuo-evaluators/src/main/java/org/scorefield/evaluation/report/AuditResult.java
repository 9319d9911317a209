// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.scorefield.evaluation.report.content.WholeFile;
import org.scorefield.evaluation.report.light.Colour;
import org.scorefield.evaluation.report.light.Light;

/**
 * What an audit found.
 *
 * @param verdict one sentence in plain words, in ASCII
 * @param table the numbers as text, in ASCII for any terminal
 * @param json the report as report.json holds it
 * @param html the report as report.html holds it
 */
public record AuditResult(String verdict, String table, JsonObject json, String html) {

    /** The schema version of report.json, raised where a reader of the last would misread it. */
    public static final int SCHEMA_VERSION = ReportJson.SCHEMA_VERSION;

    /**
     * The most severe light of all evaluators.
     *
     * @return its colour, grey where there are none
     */
    public Colour worst() {
        JsonObject evaluations = json.getAsJsonObject("evaluations");
        return evaluations.keySet().stream()
                .map(name -> Light.of(evaluations.getAsJsonObject(name).get("light")))
                .flatMap(Optional::stream)
                .map(Light::colour)
                .max(Comparator.naturalOrder())
                .orElse(Colour.GREY);
    }

    /**
     * Writes report.json and report.html into a directory, which is made where it is missing. Each
     * is written beside its place and then moved there: a reader never finds half a report.
     *
     * @param directory where to; made if it does not exist
     * @throws IOException if the directory or a file cannot be written
     */
    public void writeTo(Path directory) throws IOException {
        String text =
                new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .create()
                        .toJson(json);
        WholeFile.write(directory.resolve("report.json"), text + "\n");
        WholeFile.write(directory.resolve("report.html"), html);
    }
}
