// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.AuditResult;

class AuditQueueTest {

    /** A deadline that only a failure meets. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final AuditRequest REQUEST =
            new AuditRequest("model", "data", AuditOptions.DEFAULT);
    private static final AuditResult RESULT =
            new AuditResult("fine", "table", new JsonObject(), "<html>");

    @Test
    void submit_ofWorkThatEnds_isDoneWithItsResultAndLastStage() throws Exception {
        try (AuditQueue queue = queue(1, 1, 4)) {
            AuditJob job =
                    queue.submit(
                            REQUEST,
                            progress -> {
                                progress.progress("first", 0, 0);
                                progress.progress("second", 1, 4);
                                progress.progress("second", 3, 4);
                                return RESULT;
                            });
            assertThat(job.state()).isEqualTo(JobState.QUEUED);
            AuditJob done = await(queue, job, now -> now.state().ended());
            assertThat(done.state()).isEqualTo(JobState.DONE);
            assertThat(done.stage()).isEqualTo(new Stage("second", 2, 3, 4));
            assertThat(done.stage().fraction()).isEqualTo(0.75);
            assertThat(done.times().started()).contains(NOON);
            assertThat(done.times().ended()).contains(NOON);
            assertThat(queue.result(job.id())).containsSame(RESULT);
        }
    }

    @Test
    void overall_ofSeveralEvaluators_countsThoseThatEnded() throws Exception {
        try (AuditQueue queue = queue(1, 1, 4)) {
            AuditRequest two =
                    new AuditRequest(
                            "model",
                            "data",
                            AuditOptions.DEFAULT.withEvaluators(List.of("first", "second")));
            CountDownLatch go = new CountDownLatch(1);
            AuditJob job =
                    queue.submit(
                            two,
                            progress -> {
                                progress.evaluator("first", 0, 2);
                                progress.evaluator("second", 1, 2);
                                return awaitResult(go);
                            });
            assertThat(job.overall()).isEqualTo(new Overall("", 0, 2));
            await(queue, job, now -> now.overall().equals(new Overall("second", 1, 2)));
            go.countDown();
            assertThat(await(queue, job, now -> now.state().ended()).overall())
                    .isEqualTo(new Overall("second", 2, 2));
        }
    }

    @Test
    void submit_ofWorkThatFails_saysWhyInOneLine() throws Exception {
        try (AuditQueue queue = queue(1, 1, 4)) {
            AuditJob job =
                    queue.submit(
                            REQUEST,
                            progress -> {
                                throw new IllegalStateException("too\n bad");
                            });
            AuditJob failed = await(queue, job, now -> now.state().ended());
            assertThat(failed.state()).isEqualTo(JobState.FAILED);
            assertThat(failed.failure()).contains("too bad");
            assertThat(queue.result(job.id())).isEmpty();
        }
    }

    @Test
    void submit_toAFullQueue_isRefused_andTakenWhenAWaitingOneIsCancelled() throws Exception {
        try (AuditQueue queue = queue(1, 1, 4)) {
            CountDownLatch go = new CountDownLatch(1);
            AuditJob running = queue.submit(REQUEST, progress -> awaitResult(go));
            await(queue, running, now -> now.state() == JobState.RUNNING);
            AuditJob waiting = queue.submit(REQUEST, progress -> RESULT);
            assertThat(queue.load()).isEqualTo(new QueueLoad(1, 1));
            assertThatThrownBy(() -> queue.submit(REQUEST, progress -> RESULT))
                    .isInstanceOf(QueueFullException.class)
                    .hasMessage(
                            "queue: expected room for another audit, found 1 that wait already; ask"
                                    + " again when one has ended");
            assertThat(queue.cancel(waiting.id()).orElseThrow().state())
                    .isEqualTo(JobState.CANCELLED);
            AuditJob next = queue.submit(REQUEST, progress -> RESULT);
            go.countDown();
            assertThat(await(queue, next, now -> now.state().ended()).state())
                    .isEqualTo(JobState.DONE);
        }
    }

    @Test
    void cancel_ofARunningOne_interruptsItAndNotTheNext() throws Exception {
        try (AuditQueue queue = queue(1, 2, 4)) {
            CountDownLatch never = new CountDownLatch(1);
            AuditJob running = queue.submit(REQUEST, progress -> awaitResult(never));
            AtomicBoolean interrupted = new AtomicBoolean();
            AuditJob next =
                    queue.submit(
                            REQUEST,
                            progress -> {
                                interrupted.set(Thread.interrupted());
                                return RESULT;
                            });
            await(queue, running, now -> now.state() == JobState.RUNNING);
            queue.cancel(running.id());
            AuditJob cancelled = await(queue, running, now -> now.state().ended());
            assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
            assertThat(cancelled.failure()).isEmpty();
            assertThat(await(queue, next, now -> now.state().ended()).state())
                    .isEqualTo(JobState.DONE);
            assertThat(interrupted).as("the interrupt of the one before").isFalse();
        }
    }

    @Test
    void results_beyondTheKept_areForgotten_theOldestFirst() throws Exception {
        try (AuditQueue queue = queue(1, 1, 2)) {
            String[] ids = new String[3];
            for (int i = 0; i < ids.length; i++) {
                AuditJob job = queue.submit(REQUEST, progress -> RESULT);
                ids[i] = job.id();
                await(queue, job, now -> now.state().ended());
            }
            assertThat(queue.find(ids[0])).isEmpty();
            assertThat(queue.jobs()).extracting(AuditJob::id).containsExactly(ids[1], ids[2]);
            assertThat(queue.cancel(ids[0])).isEmpty();
            assertThat(queue.cancel(ids[1]).orElseThrow().state()).isEqualTo(JobState.DONE);
        }
    }

    @Test
    void close_endsWhatRunsAndWhatWaits_andRefusesMore() throws Exception {
        AuditQueue queue = queue(1, 1, 4);
        CountDownLatch never = new CountDownLatch(1);
        AuditJob running = queue.submit(REQUEST, progress -> awaitResult(never));
        await(queue, running, now -> now.state() == JobState.RUNNING);
        AuditJob waiting = queue.submit(REQUEST, progress -> RESULT);
        queue.close();
        assertThat(queue.find(running.id()).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        assertThat(queue.find(waiting.id()).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        assertThatThrownBy(() -> queue.submit(REQUEST, progress -> RESULT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found it closed");
    }

    @Test
    void options_withoutWorkers_areRefused() {
        assertThatThrownBy(() -> new QueueOptions(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers: expected at least 1, found 0; give a larger number");
    }

    private static AuditQueue queue(int workers, int waiting, int kept) {
        return new AuditQueue(
                new QueueOptions(workers, waiting, kept), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private static AuditResult awaitResult(CountDownLatch go) {
        try {
            assertThat(go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return RESULT;
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }

    private static AuditJob await(AuditQueue queue, AuditJob job, Predicate<AuditJob> goal)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        AuditJob now = queue.find(job.id()).orElseThrow();
        while (!goal.test(now)) {
            assertThat(System.nanoTime()).as("deadline, at %s", now).isLessThan(end);
            now = queue.awaitChange(now, PATIENCE).orElseThrow();
        }
        return now;
    }
}
