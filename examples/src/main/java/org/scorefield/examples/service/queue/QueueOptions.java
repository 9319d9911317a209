// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

/**
 * How much is taken on.
 *
 * @param workers audits that run at the same time, at least 1; each uses as many processors as the
 *     engine is given
 * @param waiting audits that wait, at least 1
 * @param kept ended audits whose results are kept, at least 1; the oldest goes first
 */
public record QueueOptions(int workers, int waiting, int kept) {

    /** One runs, four wait, thirty-two are kept. */
    public static final QueueOptions DEFAULT = new QueueOptions(1, 4, 32);

    /**
     * Checks the values.
     *
     * @param workers audits that run at the same time, at least 1; each uses as many processors as
     *     the engine is given
     * @param waiting audits that wait, at least 1
     * @param kept ended audits whose results are kept, at least 1; the oldest goes first
     */
    public QueueOptions {
        require("workers", workers);
        require("queue", waiting);
        require("kept", kept);
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    name + ": expected at least 1, found " + value + "; give a larger number");
        }
    }
}
