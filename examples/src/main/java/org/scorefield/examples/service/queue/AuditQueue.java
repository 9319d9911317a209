// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.report.AuditResult;

/**
 * A bounded queue of audits and the threads that run them.
 *
 * <p>A running audit is cancelled by interrupting its thread, which the library's evaluators obey
 * between two batches; until then it counts as running, so that nothing closes what it uses. All
 * methods may be called from any thread.
 */
public final class AuditQueue implements AutoCloseable {

    /** A batch of a large network on a slow processor. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(15);

    private final QueueOptions options;
    private final Clock clock;
    private final ThreadPoolExecutor workers;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private boolean closed;

    /** What is known of an audit; guarded by the queue. */
    private static final class Entry {
        private AuditJob job;
        private @Nullable FutureTask<?> task;
        private @Nullable AuditResult result;
        private boolean cancelled;

        Entry(AuditJob job) {
            this.job = job;
        }
    }

    /**
     * A queue with its threads.
     *
     * @param options how much is taken on
     * @param clock dates the audits
     */
    public AuditQueue(QueueOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        workers =
                new ThreadPoolExecutor(
                        options.workers(),
                        options.workers(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(options.waiting()),
                        work -> new Thread(work, "audit-" + number.incrementAndGet()));
    }

    /**
     * Takes an audit on.
     *
     * @param request what is asked for, kept for those who look
     * @param run the work
     * @return the audit, queued
     * @throws QueueFullException if as many wait as may
     * @throws IllegalStateException if the queue is closed
     */
    public synchronized AuditJob submit(AuditRequest request, AuditRun run)
            throws QueueFullException {
        if (closed) {
            throw new IllegalStateException(
                    "queue: expected it open, found it closed; make another");
        }
        Entry entry =
                new Entry(
                        AuditJob.submitted(UUID.randomUUID().toString(), request, clock.instant()));
        FutureTask<?> task = new FutureTask<>(() -> run(entry, run), null);
        entry.task = task;
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            throw new QueueFullException(options.waiting());
        }
        entries.put(entry.job.id(), entry);
        return entry.job;
    }

    /**
     * The audit of an id, as it is now; empty where there never was one or it is forgotten.
     *
     * @param id of the upload or audit
     * @return the audit of an id, as it is now; empty where there never was one or it is forgotten
     */
    public synchronized Optional<AuditJob> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.job);
    }

    /**
     * All audits that are known, the oldest first.
     *
     * @return all audits that are known, the oldest first
     */
    public synchronized List<AuditJob> jobs() {
        return entries.values().stream().map(entry -> entry.job).toList();
    }

    /**
     * The result of an audit that is done.
     *
     * @param id of the upload or audit
     * @return the result of an audit that is done
     */
    public synchronized Optional<AuditResult> result(String id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.result);
    }

    /**
     * How busy the queue is.
     *
     * @return how busy the queue is
     */
    public synchronized QueueLoad load() {
        return new QueueLoad(count(JobState.RUNNING), count(JobState.QUEUED));
    }

    /**
     * Cancels an audit. One that waits is cancelled at once; one that runs ends with the batch of
     * the moment, and stays running until then; one that has ended stays as it is.
     *
     * @param id of the audit
     * @return the audit afterwards; empty if there is none
     */
    public synchronized Optional<AuditJob> cancel(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        FutureTask<?> task = entry.task;
        if (entry.job.state() == JobState.QUEUED && task != null) {
            workers.remove(task);
            change(entry, entry.job.ended(JobState.CANCELLED, clock.instant()));
            forget();
        } else if (entry.job.state() == JobState.RUNNING && task != null) {
            entry.cancelled = true;
            task.cancel(true);
        }
        return Optional.of(entry.job);
    }

    /**
     * Waits until an audit is no longer as it was seen.
     *
     * @param seen as it was seen
     * @param patience the longest wait
     * @return the audit as it is then; empty if it is forgotten
     * @throws InterruptedException if the thread is interrupted
     */
    public synchronized Optional<AuditJob> awaitChange(AuditJob seen, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Entry entry = entries.get(seen.id());
        while (entry != null && entry.job.version() == seen.version()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
            entry = entries.get(seen.id());
        }
        return Optional.ofNullable(entry).map(found -> found.job);
    }

    /** Cancels all audits and waits until the running ones have ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            jobs().forEach(job -> cancel(job.id()));
        }
        workers.shutdown();
        try {
            workers.awaitTermination(LONGEST_BATCH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Entry entry, AuditRun run) {
        if (!begin(entry)) {
            return;
        }
        try {
            done(entry, run.run(listener(entry)));
        } catch (Throwable failure) {
            failed(entry, failure);
        }
    }

    private synchronized boolean begin(Entry entry) {
        if (entry.job.state() != JobState.QUEUED) {
            return false;
        }
        change(entry, entry.job.started(clock.instant()));
        return true;
    }

    private ProgressListener listener(Entry entry) {
        return new ProgressListener() {
            @Override
            public void progress(String task, long done, long total) {
                synchronized (AuditQueue.this) {
                    change(entry, entry.job.at(entry.job.stage().next(task, done, total)));
                }
            }

            @Override
            public void evaluator(String name, int before, int evaluators) {
                synchronized (AuditQueue.this) {
                    change(entry, entry.job.at(new Overall(name, before, evaluators)));
                }
            }
        };
    }

    private synchronized void done(Entry entry, AuditResult result) {
        entry.result = result;
        change(entry, entry.job.ended(JobState.DONE, clock.instant()));
        forget();
    }

    private synchronized void failed(Entry entry, Throwable failure) {
        change(
                entry,
                entry.cancelled
                        ? entry.job.ended(JobState.CANCELLED, clock.instant())
                        : entry.job.failed(sentence(failure), clock.instant()));
        forget();
    }

    private void change(Entry entry, AuditJob job) {
        entry.job = job;
        notifyAll();
    }

    private void forget() {
        List<Entry> ended = new ArrayList<>();
        entries.values().stream().filter(entry -> entry.job.state().ended()).forEach(ended::add);
        Iterator<Entry> oldest = ended.iterator();
        for (int left = ended.size(); left > options.kept(); left--) {
            entries.remove(oldest.next().job.id());
        }
    }

    private int count(JobState state) {
        return (int) entries.values().stream().filter(e -> e.job.state() == state).count();
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "the memory is used up; give Java more with -Xmx, or ask for a smaller batch";
        }
        String message = failure.getMessage();
        return (message == null ? failure.getClass().getSimpleName() : message)
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
