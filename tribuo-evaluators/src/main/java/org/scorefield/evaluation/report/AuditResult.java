// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What an audit found.
 *
 * @param verdict one sentence in plain words, in ASCII
 * @param table the numbers as text, in ASCII for any terminal
 * @param json the report as report.json holds it
 * @param html the report as report.html holds it
 */
public record AuditResult(String verdict, String table, JsonObject json, String html) {

    /**
     * Writes report.json and report.html into a directory, which is made where it is missing. Each
     * is written beside its place and then moved there: a reader never finds half a report.
     */
    public void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        String text =
                new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .create()
                        .toJson(json);
        write(directory, "report.json", text + "\n");
        write(directory, "report.html", html);
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path partial = directory.resolve("." + name + "." + ProcessHandle.current().pid());
        try {
            Files.writeString(partial, text);
            Files.move(partial, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
