// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command printed in this process, and its exit code.
 *
 * @param exit the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
public record CommandRun(int exit, String out, String err) {

    /**
     * Runs the command line in this process.
     *
     * @param arguments as on a command line, turned to text
     * @return how it ended
     */
    public static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = String.valueOf(arguments[i]);
        }
        int exit = line.execute(args);
        return new CommandRun(exit, out.toString(), err.toString());
    }
}
