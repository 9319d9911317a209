// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.reference.ReferenceData;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditResult;
import org.scorefield.examples.service.queue.AuditRun;
import org.scorefield.examples.subject.Subject;

/**
 * The audit of a checkpoint that was looked up. What it says holds no path of the server.
 *
 * @param subject the checkpoint
 * @param reference the data
 * @param options how
 */
public record AuditWork(Subject subject, Data reference, AuditOptions options) implements AuditRun {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /**
     * Reference data that were looked up.
     *
     * @param name what to call them
     * @param file where they are
     */
    public record Data(String name, Path file) {}

    @Override
    public AuditResult run(ProgressListener progress) throws IOException {
        progress.progress("loading " + subject.name(), 0, 0);
        try (DiffusionModel model =
                DiffusionModel.load(
                        subject.read(),
                        Architectures.load(
                                Objects.requireNonNull(AuditWork.class.getClassLoader())),
                        NetworkOptions.defaults())) {
            progress.progress("reading " + reference.name(), 0, 0);
            ReferenceData data =
                    ReferenceReader.read(
                            reference.file(),
                            ReferenceOptions.of(model.dataShape(), model.dataRange()));
            return withoutPaths(new Audit(options, progress).run(subject.name(), model, data));
        } catch (ReferenceException | IOException e) {
            throw new IOException(withoutPaths(Objects.toString(e.getMessage())), e);
        }
    }

    private AuditResult withoutPaths(AuditResult result) {
        JsonObject json =
                JsonParser.parseString(withoutPaths(GSON.toJson(result.json()))).getAsJsonObject();
        return new AuditResult(result.verdict(), result.table(), json, withoutPaths(result.html()));
    }

    private String withoutPaths(String text) {
        return subject.withoutPaths(text.replace(reference.file().toString(), reference.name()));
    }
}
