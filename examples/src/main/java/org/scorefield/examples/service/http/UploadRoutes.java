// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.scorefield.examples.service.catalog.Checkpoints;
import org.scorefield.examples.service.catalog.Incoming;
import org.scorefield.examples.service.catalog.References;
import org.scorefield.examples.service.catalog.Upload;
import org.scorefield.examples.service.catalog.UploadException;
import org.scorefield.examples.service.queue.AuditJob;
import org.scorefield.examples.service.queue.AuditQueue;
import org.scorefield.examples.subject.Subject;
import org.scorefield.zoo.Zoo;

/** Sending checkpoints and reference data, and looking at what there is. */
final class UploadRoutes {

    private static final int AT_THE_SAME_TIME = 4;

    private final Checkpoints checkpoints;
    private final References references;
    private final Predicate<String> inUse;
    private final Semaphore free = new Semaphore(AT_THE_SAME_TIME);

    UploadRoutes(Checkpoints checkpoints, References references, AuditQueue queue) {
        this.checkpoints = checkpoints;
        this.references = references;
        this.inUse = id -> queue.jobs().stream().anyMatch(job -> needs(job, id));
    }

    /** What takes an upload in. */
    @FunctionalInterface
    private interface Door {
        Upload add(Incoming incoming, Predicate<String> inUse) throws UploadException, IOException;
    }

    /** What deletes an upload. */
    @FunctionalInterface
    private interface Exit {
        Optional<Upload> remove(String id, Predicate<String> inUse)
                throws UploadException, IOException;
    }

    void install(RoutesConfig routes) {
        routes.post("/checkpoints", ctx -> receive(ctx, checkpoints::add));
        routes.get("/checkpoints", ctx -> list(ctx, checkpoints.uploads()));
        routes.get("/checkpoints/{id}", this::inspect);
        routes.delete("/checkpoints/{id}", ctx -> remove(ctx, "checkpoint", checkpoints::remove));
        routes.post("/references", ctx -> receive(ctx, references::add));
        routes.get("/references", ctx -> list(ctx, references.uploads()));
        routes.get("/references/{id}", this::describe);
        routes.delete("/references/{id}", ctx -> remove(ctx, "reference", references::remove));
    }

    private void receive(Context ctx, Door door) throws UploadException, IOException {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    new Problem(
                            429,
                            "uploads: expected at most "
                                    + AT_THE_SAME_TIME
                                    + " at the same time, found one more; send it again in a"
                                    + " moment"));
        }
        try {
            Upload upload = ctx.isMultipartFormData() ? parts(ctx, door) : body(ctx, door);
            ctx.status(201).header("Location", ctx.path() + "/" + upload.id());
            Responses.json(ctx, describe(upload));
        } finally {
            free.release();
        }
    }

    private Upload body(Context ctx, Door door) throws UploadException, IOException {
        String name = Optional.ofNullable(ctx.queryParam("name")).orElse("");
        try (InputStream body = ctx.bodyInputStream()) {
            return door.add(new Incoming(name, Optional.empty(), body), inUse);
        }
    }

    private Upload parts(Context ctx, Door door) throws UploadException, IOException {
        UploadedFile file = file(ctx);
        if (file == null) {
            throw new IllegalArgumentException(
                    "file: expected a part of this name, found none; add it to the form");
        }
        try (InputStream body = file.content()) {
            return door.add(new Incoming(file.filename(), card(ctx), body), inUse);
        }
    }

    /** The file of the form; the server reads the form when it is first asked for a part. */
    private static @Nullable UploadedFile file(Context ctx) {
        try {
            return ctx.uploadedFile("file");
        } catch (Exception e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String reason = Objects.toString(root.getMessage());
            throw new ProblemException(
                    new Problem(
                            reason.startsWith("max") ? 413 : 400,
                            "body: expected a form with a file within the limit, found "
                                    + reason
                                    + "; start the service with a larger --max-upload-mib, or"
                                    + " correct the form"));
        }
    }

    /** The card as a field or as a file of the form. */
    private static Optional<String> card(Context ctx) throws IOException {
        UploadedFile file = ctx.uploadedFile("card");
        if (file == null) {
            return Optional.ofNullable(ctx.formParam("card"));
        }
        try (InputStream text = file.content()) {
            return Optional.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void list(Context ctx, List<Upload> uploads) {
        JsonArray zoo = new JsonArray();
        Zoo.entries().forEach(entry -> zoo.add(entry.name()));
        JsonArray own = new JsonArray();
        uploads.forEach(upload -> own.add(describe(upload)));
        JsonObject json = new JsonObject();
        json.add("zoo", zoo);
        json.add("uploads", own);
        Responses.json(ctx, json);
    }

    private void inspect(Context ctx) throws IOException {
        String id = ctx.pathParam("id");
        Subject subject =
                checkpoints
                        .find(id)
                        .orElseThrow(
                                () ->
                                        ProblemException.notFound(
                                                "checkpoint", id, "GET /checkpoints"));
        Responses.json(ctx, checkpoints.inspect(subject));
    }

    private void describe(Context ctx) {
        String id = ctx.pathParam("id");
        Upload upload =
                references.uploads().stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        ProblemException.notFound(
                                                "reference", id, "GET /references"));
        Responses.json(ctx, describe(upload));
    }

    private void remove(Context ctx, String name, Exit exit) throws UploadException, IOException {
        String id = ctx.pathParam("id");
        Upload gone =
                exit.remove(id, inUse)
                        .orElseThrow(
                                () -> ProblemException.notFound(name, id, "GET /" + name + "s"));
        Responses.json(ctx, describe(gone));
    }

    private static JsonObject describe(Upload upload) {
        JsonObject json = new JsonObject();
        json.addProperty("id", upload.id());
        json.addProperty("name", upload.name());
        json.addProperty("bytes", upload.bytes());
        json.addProperty("added", upload.added().toString());
        return json;
    }

    private static boolean needs(AuditJob job, String id) {
        return !job.state().ended()
                && (job.request().checkpoint().equals(id) || job.request().reference().equals(id));
    }
}
