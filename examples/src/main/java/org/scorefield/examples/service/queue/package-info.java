// SPDX-License-Identifier: Apache-2.0
/**
 * Audits that wait, run a few at a time, tell how far they are and can be cancelled. Knows no HTTP:
 * any service can hold an {@link org.scorefield.examples.service.queue.AuditQueue}.
 *
 * <pre>{@code
 * try (AuditQueue queue = new AuditQueue(QueueOptions.DEFAULT, Clock.systemUTC())) {
 *     AuditJob job = queue.submit(request, progress -> new Audit(options, progress).run(...));
 *     while (!job.state().ended()) {
 *         job = queue.awaitChange(job, Duration.ofSeconds(10)).orElseThrow();
 *     }
 *     queue.result(job.id()).ifPresent(result -> System.out.println(result.verdict()));
 * }
 * }</pre>
 */
@NullMarked
package org.scorefield.examples.service.queue;

import org.jspecify.annotations.NullMarked;
