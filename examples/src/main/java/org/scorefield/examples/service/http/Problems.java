// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Objects;
import org.eclipse.jetty.http.HttpException;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.examples.service.catalog.UploadException;
import org.scorefield.examples.service.model.BusyException;
import org.scorefield.examples.service.queue.QueueFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a route throws into a problem. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "5";

    private Problems() {}

    static void install(RoutesConfig routes) {
        routes.exception(
                HttpResponseException.class,
                (e, ctx) ->
                        send(ctx, new Problem(e.getStatus(), Objects.toString(e.getMessage()))));
        routes.exception(Exception.class, (e, ctx) -> send(ctx, of(e)));
    }

    private static Problem of(Exception failure) {
        String message = Objects.toString(failure.getMessage());
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof UploadException refusal) {
            return switch (refusal.reason()) {
                case TOO_LARGE -> new Problem(413, message);
                case NO_ROOM -> new Problem(429, message);
                case REFUSED -> new Problem(422, message);
                case IN_USE -> new Problem(409, message);
            };
        }
        if (failure instanceof IllegalArgumentException) {
            return new Problem(400, message);
        }
        if (failure instanceof QueueFullException || failure instanceof BusyException) {
            return new Problem(429, message);
        }
        if (failure instanceof CheckpointException) {
            return new Problem(422, message);
        }
        if (failure instanceof HttpException request) {
            return new Problem(request.getCode(), request.getReason());
        }
        LOG.error("a request failed", failure);
        return new Problem(500, "the service failed; its log says more");
    }

    static void send(Context ctx, Problem problem) {
        if (ctx.res().isCommitted()) {
            return;
        }
        if (problem.status() == 429) {
            ctx.header("Retry-After", RETRY_SECONDS);
        }
        Responses.json(ctx.status(problem.status()), problem.toJson());
    }
}
