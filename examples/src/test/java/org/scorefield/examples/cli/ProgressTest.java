// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final int OVER_TWO_SECONDS_MILLIS = 2_300;
    private static final int TWO_REFRESHES_MILLIS = 500;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void bar_ofAShortTask_neverAppears() {
        try (Progress progress = Progress.on(stream())) {
            progress.step("short", 0, 10);
            progress.step("short", 10, 10);
        }
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void bar_ofALongTask_appearsWithItsName() throws InterruptedException {
        try (Progress progress = Progress.on(stream())) {
            progress.step("long task", 0, 10);
            Thread.sleep(OVER_TWO_SECONDS_MILLIS);
            progress.step("long task", 5, 10);
            Thread.sleep(TWO_REFRESHES_MILLIS);
        }
        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("long task").contains("50%");
    }

    @Test
    void bar_withoutATerminal_neverAppears() throws InterruptedException {
        PrintStream before = System.err;
        System.setErr(stream());
        try (Progress progress = Progress.onTerminal()) {
            progress.step("long task", 0, 10);
            Thread.sleep(OVER_TWO_SECONDS_MILLIS);
            progress.step("long task", 5, 10);
        } finally {
            System.setErr(before);
        }
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private PrintStream stream() {
        return new PrintStream(screen, true, StandardCharsets.UTF_8);
    }
}
