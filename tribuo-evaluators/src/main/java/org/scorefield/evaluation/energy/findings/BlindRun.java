// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

import org.scorefield.evaluation.Band;

/**
 * What becomes of generation when the field is not told the time: the probability flow driven by a
 * blind field, beside the same flow told the time, from the same noise over the same steps.
 *
 * @param prediction the parameterisation's name
 * @param field whose field drove it
 * @param steps steps of the flow
 * @param displacement |x_blind - x_told| over sqrt(D) and the data's own standard deviation, at the
 *     end; of states that did not diverge, blind or told
 * @param nearest distance of the end to the nearest reference point over sqrt(D) and the data's own
 *     standard deviation
 * @param toldNearest the same for the flow that is told the time: how far a good end lies
 * @param diverged states that left the finite numbers; they are in no band
 */
public record BlindRun(
        String prediction,
        Field field,
        int steps,
        Band displacement,
        Band nearest,
        Band toldNearest,
        int diverged) {

    /** {@return number of starts: those that diverged, and those that ended somewhere} */
    public int starts() {
        return diverged + nearest.n();
    }

    /** Whose field. */
    public enum Field {
        /** f*, what a perfect blind network of this parameterisation would answer. */
        OPTIMAL,
        /** The checkpoint's own. */
        TRAINED
    }
}
