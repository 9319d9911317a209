// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

/** What the process says to the shell when it ends. */
enum ExitCode {
    /** The command did what it was asked. */
    DONE(0),
    /** Anything that is neither done, nor wrong usage, nor a refused file. */
    FAILED(1),
    /** The command line itself is wrong. */
    USAGE(2),
    /** The checkpoint, the card or the reference data is refused. */
    REFUSED(3),
    /** The audit was done and wrote its report, and a light is what {@code --fail-on} names. */
    LIGHT(4);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
