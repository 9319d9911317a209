// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

/** A file or folder that cannot serve as reference data; the message says what to do. */
public final class ReferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * One sentence: {@code path: expected RULE, found VALUE; WHAT TO DO}.
     *
     * @param message the sentence
     */
    public ReferenceException(String message) {
        super(message);
    }

    /**
     * One sentence, and the failure that it explains.
     *
     * @param message the sentence
     * @param cause what was thrown below
     */
    public ReferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
