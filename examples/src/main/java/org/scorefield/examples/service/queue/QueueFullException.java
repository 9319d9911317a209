// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

/** As many audits wait as may. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;

    QueueFullException(int waiting) {
        super(
                "queue: expected room for another audit, found "
                        + waiting
                        + " that wait already; ask again when one has ended");
    }
}
