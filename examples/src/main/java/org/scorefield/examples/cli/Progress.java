// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * One progress bar at a time on standard error. A bar appears when its task has taken two seconds
 * and leaves no trace when the task ends; a terminal is needed for any to appear.
 *
 * <p>Not thread-safe: steps are reported by the thread that works.
 */
final class Progress implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int REFRESH_MILLIS = 200;
    private static final int COLUMNS = 100;

    private final @Nullable PrintStream terminal;
    private String task = "";
    private long began = System.nanoTime();
    private @Nullable ProgressBar bar;

    private Progress(@Nullable PrintStream terminal) {
        this.terminal = terminal;
    }

    /**
     * Bars on standard error where a person can see them.
     *
     * @return bars, or nothing at all when the output is not a terminal
     */
    static Progress onTerminal() {
        return new Progress(interactive() ? System.err : null);
    }

    /**
     * Bars on a given stream, whatever it is.
     *
     * @param terminal where the bars are drawn
     */
    static Progress on(PrintStream terminal) {
        return new Progress(terminal);
    }

    /**
     * Reports how far a task is. A new name ends the bar of the task before.
     *
     * @param name what is being done, in a few words
     * @param done steps done, from 0
     * @param total steps in all
     */
    void step(String name, long done, long total) {
        if (terminal == null) {
            return;
        }
        if (!name.equals(task)) {
            close();
            task = name;
            began = System.nanoTime();
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        if (bar == null && done < total && elapsed.compareTo(PATIENCE) >= 0) {
            bar = open(terminal, done, total, elapsed);
        }
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
        }
    }

    /** Takes the bar off the screen. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private ProgressBar open(PrintStream stream, long done, long total, Duration elapsed) {
        // The library of the bars looks for a system terminal and says so when there is none.
        Logger.getLogger("org.jline").setLevel(Level.OFF);
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .startsFrom(done, elapsed)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(stream, COLUMNS))
                .clearDisplayOnFinish()
                .build();
    }

    private static boolean interactive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        // Since Java 22 there is a console even where there is no terminal, and it can be asked.
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException beforeJava22) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
