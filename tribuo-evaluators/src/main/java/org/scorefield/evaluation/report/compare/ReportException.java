// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.compare;

/** Reports that cannot be read or compared; the message says what to do. */
public final class ReportException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * One sentence: {@code name: expected RULE, found VALUE; WHAT TO DO}.
     *
     * @param message the sentence
     */
    public ReportException(String message) {
        super(message);
    }

    /**
     * One sentence, and the failure that it explains.
     *
     * @param message the sentence
     * @param cause what was thrown below
     */
    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
