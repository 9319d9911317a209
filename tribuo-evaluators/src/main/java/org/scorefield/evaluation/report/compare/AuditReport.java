// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditResult;
import org.scorefield.evaluation.report.light.Light;

/**
 * What an audit found, read back from its report.json.
 *
 * @param source the file, for people
 * @param json the report
 */
public record AuditReport(String source, JsonObject json) {
    private static final String FILE = "report.json";
    private static final String VERSION = "schemaVersion";

    /**
     * Copies.
     *
     * @param source the file, for people
     * @param json the report
     */
    public AuditReport {
        json = json.deepCopy();
    }

    /**
     * Reads a report.
     *
     * @param path a report.json, or a folder that holds one
     * @return the report
     * @throws ReportException if it is no report, or one of another schema version
     */
    public static AuditReport read(Path path) throws ReportException {
        Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
        if (!Files.isRegularFile(file)) {
            throw wrong(file, "nothing", null);
        }
        try {
            return of(file.toString(), JsonParser.parseString(Files.readString(file)));
        } catch (JsonParseException | CharacterCodingException e) {
            throw wrong(file, "no JSON", e);
        } catch (IOException e) {
            throw wrong(file, "a file that cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * A report that was read elsewhere.
     *
     * @param source where it is from, for people
     * @param json the report
     * @return the report
     * @throws ReportException if it is no report, or one of another schema version
     */
    public static AuditReport of(String source, JsonElement json) throws ReportException {
        Path file = Path.of(source);
        if (!json.isJsonObject() || !json.getAsJsonObject().has(VERSION)) {
            throw wrong(file, "JSON without schemaVersion", null);
        }
        JsonObject report = json.getAsJsonObject();
        String version = report.get(VERSION).toString();
        if (!version.equals(String.valueOf(AuditResult.SCHEMA_VERSION))) {
            throw new ReportException(
                    file
                            + ": expected schemaVersion "
                            + AuditResult.SCHEMA_VERSION
                            + ", found "
                            + version
                            + "; audit the checkpoint again with this release");
        }
        for (String part : List.of("checkpoint", "reference", "options", "evaluations")) {
            if (!report.has(part) || !report.get(part).isJsonObject()) {
                throw wrong(file, "JSON without " + part, null);
            }
        }
        if (new Found(report).text("checkpoint", "name").isEmpty()) {
            throw wrong(file, "a checkpoint without a name", null);
        }
        return new AuditReport(source, report);
    }

    private static ReportException wrong(Path file, String found, @Nullable Throwable cause) {
        String message =
                file
                        + ": expected the report.json of an audit, found "
                        + found
                        + "; give the file or folder that an audit wrote";
        return cause == null ? new ReportException(message) : new ReportException(message, cause);
    }

    /** {@return the report} A copy. */
    @Override
    public JsonObject json() {
        return json.deepCopy();
    }

    /** {@return name of the checkpoint} */
    public String name() {
        return found().text("checkpoint", "name");
    }

    /**
     * Names of the evaluators that ran, in their order.
     *
     * @return the names
     */
    public List<String> evaluators() {
        return List.copyOf(json.getAsJsonObject("evaluations").keySet());
    }

    /**
     * Why an evaluator that was asked for did not run.
     *
     * @param evaluator its name
     * @return one sentence; nothing where it ran, or was not asked for
     */
    public Optional<String> refusal(String evaluator) {
        Found reason = found().at("refused", evaluator);
        return reason.present() ? Optional.of(reason.json().getAsString()) : Optional.empty();
    }

    /**
     * The light of an evaluator.
     *
     * @param evaluator its name
     * @return nothing where it did not run, or the report is from a release without lights
     */
    public Optional<Light> light(String evaluator) {
        return Light.of(found().at("evaluations", evaluator, "light").json());
    }

    /**
     * Whether the audit was of these bytes and done with these options.
     *
     * @param sha256 hash of the checkpoint, in hexadecimal
     * @param options the options that a new audit would have
     * @return whether a new audit would give this report
     */
    public boolean repeats(String sha256, AuditOptions options) {
        return found().text("checkpoint", "sha256").equals(sha256)
                && json.get("options").equals(JsonParser.parseString(options.toJson().toString()));
    }

    /** What an evaluator found; nothing where it did not run. */
    Found evaluation(String evaluator) {
        return found().at("evaluations", evaluator);
    }

    Found found() {
        return new Found(json);
    }
}
