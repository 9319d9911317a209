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
 * @param stage what it is doing, or was doing last
 * @param times when it came, began and ended
 * @param failure why it failed, in one sentence
 */
public record AuditJob(
        String id,
        long version,
        AuditRequest request,
        JobState state,
        Stage stage,
        JobTimes times,
        Optional<String> failure) {

    static AuditJob submitted(String id, AuditRequest request, Instant now) {
        return new AuditJob(
                id,
                0,
                request,
                JobState.QUEUED,
                Stage.NONE,
                JobTimes.submittedAt(now),
                Optional.empty());
    }

    AuditJob started(Instant now) {
        return new AuditJob(
                id, version + 1, request, JobState.RUNNING, stage, times.startedAt(now), failure);
    }

    AuditJob at(Stage next) {
        return new AuditJob(id, version + 1, request, state, next, times, failure);
    }

    AuditJob ended(JobState end, Instant now) {
        return new AuditJob(id, version + 1, request, end, stage, times.endedAt(now), failure);
    }

    AuditJob failed(String sentence, Instant now) {
        return new AuditJob(
                id,
                version + 1,
                request,
                JobState.FAILED,
                stage,
                times.endedAt(now),
                Optional.of(sentence));
    }
}
