// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

/**
 * Hears how far a long computation is.
 *
 * <p>Called on the computing thread. To cancel, interrupt that thread: the computation ends between
 * two batches with a {@link java.util.concurrent.CancellationException}.
 */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener NONE = (task, done, total) -> {};

    /**
     * @param task what is being done, for people
     * @param done units done, from 0
     * @param total units to do, at least {@code done}; the last call of a task has both equal
     */
    void progress(String task, long done, long total);

    /**
     * Hears that another evaluator of an audit begins. Does nothing unless it is overridden.
     *
     * @param evaluator its name
     * @param before evaluators that ended before it, from 0
     * @param evaluators evaluators in all
     */
    default void evaluator(String evaluator, int before, int evaluators) {}
}
