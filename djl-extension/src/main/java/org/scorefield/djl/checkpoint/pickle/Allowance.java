// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

/**
 * The memory that the values of one checkpoint may take, in estimated bytes of heap. Charged before
 * anything is allocated, so that a small file cannot ask for much. For one thread.
 */
public final class Allowance {

    private final long total;
    private long left;

    /**
     * Makes an allowance of so many bytes.
     *
     * @param total bytes, at least 0
     */
    public Allowance(long total) {
        this.total = total;
        this.left = total;
    }

    /**
     * Takes bytes from the allowance.
     *
     * @param bytes what the next object takes in memory, at least 0
     * @throws PickleException if there are not so many left
     */
    public void charge(long bytes) throws PickleException {
        if (bytes < 0 || bytes > left) {
            throw new PickleException(
                    "expected values of at most %d MiB of memory, found more; re-save the state dict alone, without optimizer and history, or give Java more heap (-Xmx)"
                            .formatted(total >> 20));
        }
        left -= bytes;
    }
}
