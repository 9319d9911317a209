// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import com.google.gson.JsonArray;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import org.scorefield.evaluation.report.AuditResult;
import org.scorefield.examples.service.catalog.AuditWork;
import org.scorefield.examples.service.catalog.Checkpoints;
import org.scorefield.examples.service.catalog.References;
import org.scorefield.examples.service.queue.AuditJob;
import org.scorefield.examples.service.queue.AuditQueue;
import org.scorefield.examples.service.queue.AuditRequest;
import org.scorefield.examples.service.queue.JobState;
import org.scorefield.examples.service.queue.QueueFullException;
import org.scorefield.examples.subject.Subject;

/** Asking for audits, following and cancelling them, and fetching reports. */
final class AuditRoutes {

    private static final String ONE = "/audits/{id}";

    private final AuditQueue queue;
    private final Checkpoints checkpoints;
    private final References references;
    private final EventStream events;

    AuditRoutes(AuditQueue queue, Checkpoints checkpoints, References references) {
        this.queue = queue;
        this.checkpoints = checkpoints;
        this.references = references;
        this.events = new EventStream(queue);
    }

    void install(RoutesConfig routes) {
        routes.post("/audits", this::submit);
        routes.get("/audits", this::list);
        routes.get(ONE, ctx -> Responses.json(ctx, JobJson.of(job(ctx))));
        routes.delete(ONE, this::cancel);
        routes.get(ONE + "/events", ctx -> events.stream(ctx, job(ctx)));
        routes.get(ONE + "/report.html", ctx -> ctx.html(result(ctx).html()));
        routes.get(ONE + "/report.json", ctx -> Responses.json(ctx, result(ctx).json()));
    }

    private void submit(Context ctx) throws IOException, QueueFullException {
        AuditRequest request = AuditBody.read(ctx);
        Subject subject =
                checkpoints
                        .find(request.checkpoint())
                        .orElseThrow(() -> unknown("checkpoint", request.checkpoint()));
        Path data =
                references
                        .find(request.reference())
                        .orElseThrow(() -> unknown("reference", request.reference()));
        AuditJob job =
                queue.submit(
                        request,
                        new AuditWork(
                                subject,
                                new AuditWork.Data(request.reference(), data),
                                request.options()));
        ctx.status(202).header("Location", JobJson.path(job));
        Responses.json(ctx, JobJson.of(job));
    }

    private void list(Context ctx) {
        JsonArray jobs = new JsonArray();
        queue.jobs().forEach(job -> jobs.add(JobJson.of(job)));
        Responses.json(ctx, jobs);
    }

    private void cancel(Context ctx) {
        AuditJob job = queue.cancel(ctx.pathParam("id")).orElseThrow(() -> notFound(ctx));
        ctx.status(job.state().ended() ? 200 : 202);
        Responses.json(ctx, JobJson.of(job));
    }

    private AuditJob job(Context ctx) {
        return queue.find(ctx.pathParam("id")).orElseThrow(() -> notFound(ctx));
    }

    private AuditResult result(Context ctx) {
        AuditJob job = job(ctx);
        return queue.result(job.id())
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem(
                                                409,
                                                "report: expected an audit that is "
                                                        + JobState.DONE.label()
                                                        + ", found it "
                                                        + job.state().label()
                                                        + "; follow "
                                                        + JobJson.path(job)
                                                        + "/events")));
    }

    private static ProblemException notFound(Context ctx) {
        return ProblemException.notFound("audit", ctx.pathParam("id"), "GET /audits");
    }

    private static IllegalArgumentException unknown(String name, String value) {
        return new IllegalArgumentException(
                name
                        + ": expected the name of an entry of the zoo or the id of an upload, found"
                        + " "
                        + value
                        + "; GET /"
                        + name
                        + "s lists them");
    }
}
