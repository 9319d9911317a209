// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import ai.djl.engine.Engine;
import com.google.gson.JsonObject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.scorefield.examples.service.queue.AuditQueue;
import org.scorefield.examples.service.queue.QueueLoad;
import org.scorefield.examples.service.queue.QueueOptions;

/** Whether the service is well. Touches neither a file nor the network of a checkpoint. */
final class HealthRoute {

    private final AuditQueue queue;
    private final QueueOptions options;
    private final AtomicBoolean ending;
    private final String engine = Engine.getInstance().getEngineName();
    private final String version = Engine.getInstance().getVersion();

    HealthRoute(AuditQueue queue, QueueOptions options, AtomicBoolean ending) {
        this.queue = queue;
        this.options = options;
        this.ending = ending;
    }

    void install(RoutesConfig routes) {
        routes.get("/health", this::health);
    }

    private void health(Context ctx) {
        QueueLoad load = queue.load();
        JsonObject json = new JsonObject();
        json.addProperty("ready", !ending.get());
        json.addProperty("running", load.running());
        json.addProperty("queued", load.queued());
        json.addProperty("workers", options.workers());
        json.addProperty("queue", options.waiting());
        Runtime runtime = Runtime.getRuntime();
        JsonObject memory = new JsonObject();
        memory.addProperty("heapUsedBytes", runtime.totalMemory() - runtime.freeMemory());
        memory.addProperty("heapMaxBytes", runtime.maxMemory());
        json.add("memory", memory);
        json.addProperty("engine", engine + " " + version);
        ctx.status(ending.get() ? 503 : 200);
        Responses.json(ctx, json);
    }
}
