// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an audit found.
 *
 * @param verdict one sentence in plain words, in ASCII
 * @param table the numbers as text, in ASCII for any terminal
 * @param json the report as report.json holds it
 * @param html the report as report.html holds it
 */
public record AuditResult(String verdict, String table, JsonObject json, String html) {

    /** Writes report.json and report.html into a directory, which is made where it is missing. */
    public void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("report.json"),
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .serializeNulls()
                                .create()
                                .toJson(json)
                        + "\n");
        Files.writeString(directory.resolve("report.html"), html);
    }
}
