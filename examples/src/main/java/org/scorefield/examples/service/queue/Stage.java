// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

/**
 * What an audit is doing, and how far that is. An audit has several stages, and how many is known
 * only in the end: the fraction is of the stage.
 *
 * @param name for people
 * @param number of the stage in the audit, from 1; 0 before the first
 * @param done units done, from 0
 * @param total units to do; 0 or less where it is not known
 */
public record Stage(String name, int number, long done, long total) {

    /** Before the first stage. */
    public static final Stage NONE = new Stage("", 0, 0, 0);

    /**
     * The share that is done, in [0, 1]; 0 where it is not known.
     *
     * @return the share that is done, in [0, 1]; 0 where it is not known
     */
    public double fraction() {
        return total <= 0 ? 0 : Math.min(1, Math.max(0, (double) done / total));
    }

    /** The stage after another call of a progress listener. */
    Stage next(String task, long units, long all) {
        return new Stage(task, task.equals(name) ? number : number + 1, units, all);
    }
}
