// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.logging.Level;
import java.util.logging.Logger;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * One progress bar at a time on standard error. A bar appears when its task has taken two seconds
 * and leaves no trace when the task ends; without a terminal none ever appears.
 */
final class Progress implements AutoCloseable {

    /** The total of a task that cannot tell how far it is. */
    static final long UNKNOWN = -1;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int REFRESH_MILLIS = 200;
    private static final int COLUMNS = 100;

    /** The library of the bars asks for a system terminal and logs when there is none. */
    private static final Logger TERMINAL_LOG = Logger.getLogger("org.jline");

    private final @Nullable PrintStream terminal;
    private final @Nullable Timer timer;
    private String task = "";
    private long done;
    private long total;
    private long began;
    private @Nullable TimerTask opening;
    private @Nullable ProgressBar bar;

    private Progress(@Nullable PrintStream terminal) {
        this.terminal = terminal;
        this.timer = terminal == null ? null : new Timer("progress", true);
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
     * @param stepsDone steps done, from 0
     * @param stepsTotal steps in all, or {@link #UNKNOWN}
     */
    synchronized void step(String name, long stepsDone, long stepsTotal) {
        if (timer == null) {
            return;
        }
        done = stepsDone;
        total = stepsTotal;
        if (!name.equals(task)) {
            clear();
            task = name;
            began = System.nanoTime();
            opening =
                    new TimerTask() {
                        @Override
                        public void run() {
                            open(this);
                        }
                    };
            timer.schedule(opening, PATIENCE.toMillis());
        }
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
        }
    }

    /** Takes the bar off the screen. */
    @Override
    public synchronized void close() {
        clear();
        if (timer != null) {
            timer.cancel();
        }
    }

    private void clear() {
        if (opening != null) {
            opening.cancel();
            opening = null;
        }
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private synchronized void open(TimerTask due) {
        if (due != opening || terminal == null || done == total) {
            return;
        }
        TERMINAL_LOG.setLevel(Level.OFF);
        bar =
                new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .startsFrom(done, Duration.ofNanos(System.nanoTime() - began))
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(REFRESH_MILLIS)
                        .setConsumer(new ConsoleProgressBarConsumer(terminal, COLUMNS))
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
