// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.statistics;

import org.scorefield.evaluation.ridge.RidgeEvaluation;

/** Where the states of a {@link RidgeEvaluation} come from. */
public enum RidgePlace {
    /** The model's own samples on their way from noise to data. */
    SAMPLES("samples"),
    /** Held-out data, noised: what a perfect model's samples would look like. */
    HELD_OUT("held-out data"),
    /** Examples of a data set. */
    EXAMPLES("examples");

    private final String label;

    RidgePlace(String label) {
        this.label = label;
    }

    /** {@return the name for people} */
    public String label() {
        return label;
    }
}
