// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * When an audit came, began and ended.
 *
 * @param submitted when it was asked for
 * @param started when a worker took it
 * @param ended when it was done, failed or cancelled
 */
public record JobTimes(Instant submitted, Optional<Instant> started, Optional<Instant> ended) {

    static JobTimes submittedAt(Instant now) {
        return new JobTimes(now, Optional.empty(), Optional.empty());
    }

    JobTimes startedAt(Instant now) {
        return new JobTimes(submitted, Optional.of(now), ended);
    }

    JobTimes endedAt(Instant now) {
        return new JobTimes(submitted, started, Optional.of(now));
    }
}
