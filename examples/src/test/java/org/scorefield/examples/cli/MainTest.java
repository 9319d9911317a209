// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void help_asked_namesCommandsOptionsAndExitCodes() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.exit()).isEqualTo(0);
        assertThat(run.out())
                .contains("audit", "compare", "inspect", "likelihood", "convert", "zoo")
                .contains("--levels", "--samples", "--seed", "--device", "--out")
                .contains("--test-functions", "--confidence", "--time-budget", "--state")
                .contains("checkpoint, card, reference data or report refused");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "compare", "inspect", "likelihood", "convert", "zoo"})
    void help_askedOfACommand_isPrinted(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertThat(run.exit()).isEqualTo(0);
        assertThat(run.out()).startsWith("Usage: scorefield " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "inspect", "likelihood", "convert"})
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
        assertThat(run.err())
                .contains("found inspekt")
                .contains("Did you mean: scorefield inspect");
    }

    @Test
    void checkpoint_withoutACommand_isToldTheCommand() {
        CommandRun run = CommandRun.of("model.pt");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "scorefield: expected a command (audit, compare, inspect, likelihood, convert,"
                                + " zoo, serve), found model.pt; to audit a checkpoint: scorefield audit model.pt");
    }

    @Test
    void option_beforeTheCommand_isNotIgnored() {
        CommandRun run = CommandRun.of("--levels", "3", "audit", "model.pt");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "scorefield: --levels: expected after audit, found before it; move it"
                                + " there");
    }

    @ParameterizedTest
    @CsvSource({
        "--levels, 0, '--levels: expected at least 1, found 0; change the option'",
        "--samples, 3, '--samples: expected at least 16, found 3; change the option'",
        "--batch, 0, '--batch: expected at least 1, found 0; change the option'",
        "--images, -1, '--images: expected at least 0, found -1; change the option'",
        "--confidence, 1, '--confidence: expected in (0.5, 1), found 1.0; change the option'",
        "--confidence, much, is not a double",
        "--fit-samples, 2, '--fit-samples: expected at least 8, found 2; change the option'",
        "--test-functions, vibes, '--test-functions: expected auto, linear, quadratic[:AXES], '",
        "--test-functions, 'linear,', '; correct the text'",
        "--estimator, oracle, '--estimator: expected cross-fitted, plug-in or ridge, found oracle'",
        "--time-budget, soon, '--time-budget: expected hours, minutes and seconds such as 10m'",
        "--time-budget, 10, 'found 10; write a unit after each number'",
        "--reference-role, judge, '--reference-role: expected sample or whole, found judge'",
        "--state, src, '--state: expected a file, found the folder '",
        "--state, pom.xml/x, '--state: expected a folder that can be written, found '",
        "--levels, many, is not an int",
        "--evaluator, vibes, '--evaluator: expected one of score-error, marginal-energy, ridge, support, found vibes'",
        "--plugin, nowhere.jar, 'plugin: expected a jar, found no file at nowhere.jar'",
        "--plugin, pom.xml, 'plugin: expected a jar, found another kind of file at pom.xml'",
        "--device, tpu, '--device: expected cpu'"
    })
    void option_withAWrongValue_isWrongUsage(String option, String value, String sentence) {
        CommandRun run = CommandRun.of(option, value);
        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    }

    @Test
    void reference_missing_isWrongUsage() {
        CommandRun run = CommandRun.of("audit", "model.pt");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("scorefield: Missing required option: '--reference=DATA'");
    }
}
