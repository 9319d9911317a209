// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.scorefield.examples.service.catalog.Checkpoints;
import org.scorefield.examples.service.catalog.References;
import org.scorefield.examples.service.catalog.UploadStore;
import org.scorefield.examples.service.model.ServedModels;
import org.scorefield.examples.service.queue.AuditQueue;

/** A server that audits and serves checkpoints until it is closed. */
public final class AuditService implements AutoCloseable {

    private static final int THREADS = 64;

    /** Bytes a second of a body: a client that sends fewer holds a thread and is let go. */
    private static final long LEAST_RATE = 1024;

    private static final int BUFFERED_MIB = 1;
    private static final long JSON_BYTES = 8L << 20;
    private static final long CARD_BYTES = 1L << 20;

    private final Path folder;
    private final AuditQueue queue;
    private final ServedModels models;
    private final AtomicBoolean ending;
    private final Javalin server;

    private AuditService(
            Path folder,
            AuditQueue queue,
            ServedModels models,
            AtomicBoolean ending,
            Javalin server) {
        this.folder = folder;
        this.queue = queue;
        this.models = models;
        this.ending = ending;
        this.server = server;
    }

    /**
     * Loads the engine and starts to listen.
     *
     * @param options how the service is set up
     * @return the service, which answers
     * @throws IOException if the work folder cannot be written, or the port is taken
     */
    public static AuditService start(ServiceOptions options) throws IOException {
        Files.createDirectories(options.work());
        Path folder = Files.createTempDirectory(options.work(), "scorefield-serve");
        Clock clock = Clock.systemUTC();
        UploadStore checkpointFiles =
                new UploadStore(folder.resolve("checkpoints"), options.uploads(), clock);
        UploadStore dataFiles =
                new UploadStore(folder.resolve("references"), options.uploads(), clock);
        Checkpoints checkpoints = new Checkpoints(checkpointFiles, options.programs());
        References references = new References(dataFiles);
        AuditQueue queue = new AuditQueue(options.queue(), clock);
        ServedModels models = new ServedModels(checkpoints, options.served());
        AtomicBoolean ending = new AtomicBoolean();
        HealthRoute health = new HealthRoute(queue, options.queue(), ending);
        Javalin server =
                Javalin.create(
                        config -> {
                            configure(config, options, folder);
                            Problems.install(config.routes);
                            config.routes.before(ctx -> refuseWorkAtTheEnd(ctx, ending));
                            health.install(config.routes);
                            new UploadRoutes(checkpoints, references, queue).install(config.routes);
                            new AuditRoutes(queue, checkpoints, references).install(config.routes);
                            new ModelRoutes(checkpoints, models).install(config.routes);
                        });
        AuditService service = new AuditService(folder, queue, models, ending, server);
        try {
            server.start(options.host(), options.port());
            return service;
        } catch (RuntimeException e) {
            service.close();
            BindException taken =
                    new BindException(
                            "port: expected one that is free on "
                                    + options.host()
                                    + ", found "
                                    + options.port()
                                    + " refused ("
                                    + reason(e)
                                    + "); give another, or another host");
            taken.initCause(e);
            throw taken;
        }
    }

    /**
     * The port.
     *
     * @return the port
     */
    public int port() {
        return server.port();
    }

    /** Cancels the audits, waits for the batch of the moment, and closes the server and models. */
    @Override
    public void close() throws IOException {
        ending.set(true);
        queue.close();
        server.stop();
        models.close();
        UploadStore.deleteFolder(folder);
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
    }

    private static void refuseWorkAtTheEnd(Context ctx, AtomicBoolean ending) {
        if (ending.get() && ctx.method() == HandlerType.POST) {
            throw new ProblemException(
                    new Problem(
                            503,
                            "service: expected it open, found it ending; ask again when it is"
                                    + " back"));
        }
    }

    private static void configure(JavalinConfig config, ServiceOptions options, Path folder) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = JSON_BYTES;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setDaemon(true);
        threads.setName("http");
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> http.setMinRequestDataRate(LEAST_RATE));
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new ServerProblems()));
        config.jetty.multipartConfig.cacheDirectory(folder.toString());
        config.jetty.multipartConfig.maxInMemoryFileSize(BUFFERED_MIB, SizeUnit.MB);
        config.jetty.multipartConfig.maxFileSize(options.uploads().bytes(), SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(
                options.uploads().bytes() + CARD_BYTES, SizeUnit.BYTES);
    }
}
