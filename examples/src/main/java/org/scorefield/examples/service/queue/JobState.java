// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import java.util.Locale;

/** Where an audit is in its life. */
public enum JobState {
    /** Waits for a worker. */
    QUEUED,
    /** A worker runs it. */
    RUNNING,
    /** It is done and there is a result. */
    DONE,
    /** It ended with a failure. */
    FAILED,
    /** It was cancelled before it was done. */
    CANCELLED;

    /**
     * Whether nothing can change any more.
     *
     * @return whether nothing can change any more
     */
    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }

    /**
     * The name in lower case.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
