// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * An audit as it was at one moment.
 *
 * @param id of the audit, in no order that can be guessed
 * @param version grows with each change
 * @param request what was asked for
 * @param state where it is in its life
 * @param overall how far it is as a whole
 * @param stage what it is doing, or was doing last
 * @param times when it came, began and ended
 * @param failure why it failed, in one sentence
 */
public record AuditJob(
        String id,
        long version,
        AuditRequest request,
        JobState state,
        Overall overall,
        Stage stage,
        JobTimes times,
        Optional<String> failure) {

    static AuditJob submitted(String id, AuditRequest request, Instant now) {
        return new AuditJob(
                id,
                0,
                request,
                JobState.QUEUED,
                Overall.before(request),
                Stage.NONE,
                JobTimes.submittedAt(now),
                Optional.empty());
    }

    AuditJob started(Instant now) {
        return new AuditJob(
                id,
                version + 1,
                request,
                JobState.RUNNING,
                overall,
                stage,
                times.startedAt(now),
                failure);
    }

    AuditJob at(Stage next) {
        return new AuditJob(id, version + 1, request, state, overall, next, times, failure);
    }

    AuditJob at(Overall next) {
        return new AuditJob(id, version + 1, request, state, next, stage, times, failure);
    }

    AuditJob ended(JobState end, Instant now) {
        return new AuditJob(
                id,
                version + 1,
                request,
                end,
                end == JobState.DONE ? overall.finished() : overall,
                stage,
                times.endedAt(now),
                failure);
    }

    AuditJob failed(String sentence, Instant now) {
        return new AuditJob(
                id,
                version + 1,
                request,
                JobState.FAILED,
                overall,
                stage,
                times.endedAt(now),
                Optional.of(sentence));
    }
}
