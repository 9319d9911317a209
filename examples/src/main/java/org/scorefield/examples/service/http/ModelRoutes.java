// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import com.google.gson.JsonObject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.field.Quantity;
import org.scorefield.examples.service.catalog.Checkpoints;
import org.scorefield.examples.service.model.BusyException;
import org.scorefield.examples.service.model.DenseArray;
import org.scorefield.examples.service.model.FieldQuery;
import org.scorefield.examples.service.model.ServedModels;
import org.scorefield.examples.subject.Subject;

/** The field of a checkpoint at states and times. */
final class ModelRoutes {

    private final Checkpoints checkpoints;
    private final ServedModels models;

    ModelRoutes(Checkpoints checkpoints, ServedModels models) {
        this.checkpoints = checkpoints;
        this.models = models;
    }

    void install(RoutesConfig routes) {
        routes.post("/models/{name}/predict", this::predict);
    }

    private void predict(Context ctx) throws IOException, BusyException {
        String name = ctx.pathParam("name");
        Subject subject =
                checkpoints
                        .find(name)
                        .orElseThrow(
                                () -> ProblemException.notFound("model", name, "GET /checkpoints"));
        // The body comes in before the turn, so that a slow client takes no turn; its numbers take
        // many times the memory of their text.
        ctx.bodyAsBytes();
        models.inTurn(() -> answer(ctx, name, subject));
    }

    private void answer(Context ctx, String name, Subject subject) throws IOException {
        JsonFields body = JsonFields.of(ctx, Set.of("quantity", "x", "t"));
        FieldQuery query =
                new FieldQuery(
                        body.text("quantity").orElse(Quantity.SCORE.label()),
                        DenseArray.parse("x", body.required("x")),
                        body.element("t").map(t -> DenseArray.parse("t", t)));
        DenseArray found;
        try {
            found = models.evaluate(name, subject, query);
        } catch (CheckpointException e) {
            throw new ProblemException(
                    new Problem(422, subject.withoutPaths(Objects.toString(e.getMessage()))));
        }
        for (float value : found.values()) {
            if (!Float.isFinite(value)) {
                throw new ProblemException(
                        new Problem(
                                422,
                                "values: expected finite numbers, found "
                                        + value
                                        + "; ask at other states or a larger t"));
            }
        }
        JsonObject json = new JsonObject();
        json.addProperty("quantity", query.quantity());
        json.add("values", found.toJson());
        Responses.json(ctx, json);
    }
}
