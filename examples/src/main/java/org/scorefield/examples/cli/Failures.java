// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.evaluation.EvaluationException;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.evaluation.report.compare.ReportException;

/** Turns a failure into one sentence on the console and an exit code. */
final class Failures {

    private Failures() {}

    /**
     * Says what went wrong.
     *
     * @param failure what a command threw
     * @param err where the sentence goes
     * @return the exit code that fits
     */
    static ExitCode report(Throwable failure, PrintWriter err) {
        if (failure instanceof CheckpointException
                || failure instanceof ReferenceException
                || failure instanceof ReportException
                || failure instanceof EvaluationException) {
            err.println("scorefield: " + line(Objects.toString(failure.getMessage())));
            return ExitCode.REFUSED;
        }
        if (failure instanceof CancellationException) {
            err.println(
                    "scorefield: ended before it was done, no report was written; with --state FILE an"
                            + " audit goes on where it ended");
            return ExitCode.FAILED;
        }
        err.println("scorefield: " + line(sentence(failure)));
        return ExitCode.FAILED;
    }

    /** What went wrong, in one line. */
    static String line(Throwable failure) {
        return line(
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName()
                        : failure.getMessage());
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "the memory is used up; give Java more (java -Xmx8g -jar scorefield.jar ...)";
        }
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return (message == null ? kind : kind + ": " + message)
                + "; run it again with --verbose for the whole story";
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
