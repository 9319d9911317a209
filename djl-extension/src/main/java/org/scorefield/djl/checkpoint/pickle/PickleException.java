// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint.pickle;

/** A pickle that is malformed, too large, or asks for something that is not allowed. */
public final class PickleException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Expected, found, what to do. */
    private final String problem;

    /**
     * Makes an exception that says what was expected, what was found and what to do.
     *
     * @param message one sentence: expected, found, what to do
     */
    public PickleException(String message) {
        super(message);
        this.problem = message;
    }

    /** {@return the message} */
    public String problem() {
        return problem;
    }
}
