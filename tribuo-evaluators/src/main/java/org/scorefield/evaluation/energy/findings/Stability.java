// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

import java.util.Optional;
import org.scorefield.evaluation.Band;

/**
 * Whether a checkpoint's parameterisation survives without the noise level.
 *
 * @param verdict the answer
 * @param sentence the answer in one sentence, with the numbers that led to it
 * @param ends where the checkpoint's own blind generation ends; absent where it was not judged
 */
public record Stability(Verdict verdict, String sentence, Optional<Ends> ends) {

    /**
     * A verdict without ends.
     *
     * @param verdict the answer
     * @param sentence the answer in one sentence
     */
    public Stability(Verdict verdict, String sentence) {
        this(verdict, sentence, Optional.empty());
    }

    /**
     * Ends of the checkpoint's own blind generation beside good ones, as distances to the nearest
     * reference point in standard deviations of the data and over sqrt(D).
     *
     * @param own of the blind generation
     * @param good of the same generation told the time, or of held-out data where the checkpoint
     *     cannot be told
     * @param diverged starts without an end
     */
    public record Ends(Band own, Band good, int diverged) {
        /** {@return the number of starts} */
        public int starts() {
            return diverged + own.n();
        }
    }

    /** The answer. */
    public enum Verdict {
        /** Blind generation ends where generation that is told the time ends. */
        STABLE,
        /** It ends elsewhere, within the limits that the sentence names. */
        MARGINAL,
        /** It ends off the data. */
        UNSTABLE,
        /** The numbers do not tell. */
        UNDECIDED
    }
}
