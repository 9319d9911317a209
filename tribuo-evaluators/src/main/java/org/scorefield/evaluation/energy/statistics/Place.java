// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.statistics;

/** Where a state of an evaluation was taken. */
public enum Place {
    /** Held-out data as they are, at the least time of the prior; their own time is not known. */
    DATA("data"),
    /** Points of the reference distribution, noised at a time that is known. */
    NOISED("noised data"),
    /** On the way of the model's own generating process, at the process's time. */
    TRAJECTORY("trajectories"),
    /** Where the model's own generating process ends. */
    SAMPLE("samples");

    private final String label;

    Place(String label) {
        this.label = label;
    }

    /** {@return the name for people} */
    public String label() {
        return label;
    }
}
