// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.energy.findings;

/**
 * Whether a checkpoint's parameterisation survives without the noise level.
 *
 * @param verdict the answer
 * @param sentence the answer in one sentence, with the numbers that led to it
 */
public record Stability(Verdict verdict, String sentence) {

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
