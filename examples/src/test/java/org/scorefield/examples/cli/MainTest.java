// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void help_asked_namesCommandsOptionsAndExitCodes() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.exit()).isEqualTo(0);
        assertThat(run.out())
                .contains("inspect")
                .contains("checkpoint, card or reference data refused");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect"})
    void help_askedOfACommand_isPrinted(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertThat(run.exit()).isEqualTo(0);
        assertThat(run.out()).startsWith("Usage: scorefield " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect"})
    void checkpoint_missing_isWrongUsage(String command) {
        CommandRun run = CommandRun.of(command);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("CHECKPOINT").contains("--help").doesNotContain("\tat ");
    }

    @Test
    void command_misspelt_isWrongUsageWithTheNearest() {
        CommandRun run = CommandRun.of("inspekt", "model.pt");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("inspekt").contains("inspect");
    }
}
