// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.scorefield.examples.service.queue.AuditJob;
import org.scorefield.examples.service.queue.AuditQueue;

/**
 * Server-sent events of an audit: {@code progress} while it waits and runs, {@code end} when it has
 * ended; the data are the audit. A comment goes out now and then, so that a listener who has gone
 * is noticed.
 */
final class EventStream {

    /** Each stream holds a thread of the server. */
    private static final int LISTENERS = 16;

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final double WORTH_TELLING = 0.01;

    private final AuditQueue queue;
    private final Semaphore free = new Semaphore(LISTENERS);

    EventStream(AuditQueue queue) {
        this.queue = queue;
    }

    /** Streams until the audit has ended, or the listener has gone. */
    void stream(Context ctx, AuditJob first) throws InterruptedException {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    new Problem(
                            429,
                            "events: expected at most "
                                    + LISTENERS
                                    + " listeners, found one more; poll the audit instead"));
        }
        try {
            ctx.disableCompression();
            ctx.contentType("text/event-stream;charset=utf-8");
            ctx.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
            follow(ctx.res().getOutputStream(), first);
        } catch (IOException gone) {
            // Nobody listens any more, which is no failure.
        } finally {
            free.release();
        }
    }

    private void follow(OutputStream out, AuditJob first) throws IOException, InterruptedException {
        AuditJob told = first;
        AuditJob now = first;
        send(out, now);
        long written = System.nanoTime();
        while (!now.state().ended()) {
            Optional<AuditJob> next = queue.awaitChange(now, SILENCE);
            if (next.isEmpty()) {
                return;
            }
            now = next.get();
            if (worthTelling(told, now)) {
                send(out, now);
                told = now;
                written = System.nanoTime();
            } else if (System.nanoTime() - written >= SILENCE.toNanos() / 2) {
                write(out, ": still here\n\n");
                written = System.nanoTime();
            }
        }
    }

    private static boolean worthTelling(AuditJob told, AuditJob now) {
        return told.state() != now.state()
                || !told.overall().equals(now.overall())
                || told.stage().number() != now.stage().number()
                || Math.abs(now.stage().fraction() - told.stage().fraction()) >= WORTH_TELLING;
    }

    private static void send(OutputStream out, AuditJob job) throws IOException {
        write(
                out,
                "event: "
                        + (job.state().ended() ? "end" : "progress")
                        + "\nid: "
                        + job.version()
                        + "\ndata: "
                        + Responses.text(JobJson.of(job))
                        + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
