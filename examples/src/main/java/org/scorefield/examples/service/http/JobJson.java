// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.examples.service.queue.AuditJob;
import org.scorefield.examples.service.queue.JobState;

/** An audit as the service shows it. */
final class JobJson {

    private JobJson() {}

    static String path(AuditJob job) {
        return "/audits/" + job.id();
    }

    static JsonObject of(AuditJob job) {
        JsonObject json = new JsonObject();
        json.addProperty("id", job.id());
        json.addProperty("state", job.state().label());
        json.addProperty("checkpoint", job.request().checkpoint());
        json.addProperty("reference", job.request().reference());
        json.add("options", options(job.request().options()));
        json.add("overall", overall(job));
        json.add("stage", stage(job));
        json.addProperty("submitted", job.times().submitted().toString());
        json.addProperty("started", text(job.times().started()));
        json.addProperty("ended", text(job.times().ended()));
        json.addProperty("failure", job.failure().orElse(null));
        json.add("links", links(job));
        return json;
    }

    private static JsonObject options(AuditOptions options) {
        JsonObject json = new JsonObject();
        JsonArray names = new JsonArray();
        options.evaluators().forEach(names::add);
        json.add("evaluators", names);
        json.addProperty("levels", options.levels());
        json.addProperty("samples", options.samples());
        json.addProperty("seed", options.seed());
        return json;
    }

    private static JsonObject overall(AuditJob job) {
        JsonObject json = new JsonObject();
        json.addProperty("evaluator", job.overall().evaluator());
        json.addProperty("done", job.overall().done());
        json.addProperty("total", job.overall().total());
        return json;
    }

    private static JsonObject stage(AuditJob job) {
        JsonObject json = new JsonObject();
        json.addProperty("name", job.stage().name());
        json.addProperty("number", job.stage().number());
        json.addProperty("fraction", job.stage().fraction());
        return json;
    }

    private static JsonObject links(AuditJob job) {
        JsonObject json = new JsonObject();
        json.addProperty("self", path(job));
        json.addProperty("events", path(job) + "/events");
        if (job.state() == JobState.DONE) {
            json.addProperty("html", path(job) + "/report.html");
            json.addProperty("json", path(job) + "/report.json");
        }
        return json;
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
