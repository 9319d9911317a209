// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation;

/**
 * A model and data that cannot be evaluated together, for example because the network gives numbers
 * that are not finite; the message says what to do.
 */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * One sentence: {@code name: expected RULE, found VALUE; WHAT TO DO}.
     *
     * @param message the sentence
     */
    public EvaluationException(String message) {
        super(message);
    }
}
