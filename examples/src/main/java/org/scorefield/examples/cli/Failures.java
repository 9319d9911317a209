// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.PrintWriter;

/** Turns an exception into one sentence on the console and an exit code. */
final class Failures {

    private Failures() {}

    /**
     * Says what went wrong.
     *
     * @param failure what a command threw
     * @param err where the sentence goes
     * @return the exit code that fits
     */
    static ExitCode report(Exception failure, PrintWriter err) {
        err.println("scorefield: " + failure);
        return ExitCode.FAILED;
    }
}
