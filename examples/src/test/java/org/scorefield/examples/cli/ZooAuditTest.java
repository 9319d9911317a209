// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zoo --audit} on two small entries. */
class ZooAuditTest {
    private static final String FIRST = "circles-velocity-2";
    private static final String SECOND = "two-moons-epsilon";

    @TempDir Path folder;

    @Test
    void audit_ofTwoEntries_writesOneTableAndGoesOnWhereItEnded() throws IOException {
        CommandRun run = audit("--names", FIRST);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out()).contains(FIRST + "  done");
        String report = Files.readString(folder.resolve(FIRST).resolve("report.json"));
        for (String evaluator : List.of("score-error", "marginal-energy", "ridge", "support")) {
            assertThat(report).as("all evaluators by default").contains("\"" + evaluator + "\"");
        }
        run = audit("--names", FIRST + "," + SECOND);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out()).contains(FIRST + "  was there", SECOND + "  done");
        assertThat(folder.resolve(FIRST).resolve("report.json")).hasContent(report);
        String table = Files.readString(folder.resolve("zoo-audit.md"));
        assertThat(table.lines().filter(line -> line.startsWith("| [")))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("| [" + FIRST + "](" + FIRST + "/report.html) | flow | ")
                .as("a light of each evaluator")
                .containsPattern("(\\| \\S (green|amber|red|grey): [^|]+){4}");
        assertThat(table).contains("\n## " + SECOND + "\n", "- Marginal energy: ");
        assertThat(Files.readString(folder.resolve("zoo-audit.html")))
                .contains(
                        "href=\"" + SECOND + "/report.html\"", "Marginal energy", "class=\"light ")
                .doesNotContain("<script");
        assertThat(audit("--names", FIRST, "--seed", 3, "--evaluator", "score-error").out())
                .as("another seed is another audit")
                .contains(FIRST + "  done");
    }

    @Test
    void audit_withAnEntryThatFails_goesOnWithTheRest() throws IOException {
        Files.writeString(folder.resolve(FIRST), "in the way of the folder");
        CommandRun run = audit("--names", FIRST + "," + SECOND, "--evaluator", "score-error");
        assertThat(run.exit()).as(run.toString()).isEqualTo(1);
        assertThat(run.out()).contains(FIRST + "  failed: ", SECOND + "  done");
        assertThat(Files.readString(folder.resolve("zoo-audit.md")))
                .contains("| " + FIRST + " | failed | ", "- failed: ")
                .contains("[" + SECOND + "]");
    }

    @Test
    void audit_wronglyAsked_isWrongUsage() {
        assertWrong(audit("--names", "nobody"), "--names: expected one of ");
        assertWrong(audit("--card", "x"), "--card: expected for a single checkpoint");
        assertWrong(CommandRun.of("zoo", "--audit"), "Missing required option: '--out=DIR'");
        assertWrong(
                CommandRun.of("zoo", "--seed", 3), "--seed: expected with --audit, found without");
    }

    private static void assertWrong(CommandRun run, String sentence) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).startsWith("scorefield: " + sentence);
    }

    private CommandRun audit(Object... further) {
        List<Object> arguments = new ArrayList<>(List.of("zoo", "--audit", "--out", folder));
        arguments.addAll(SmallAudit.SIZES);
        arguments.addAll(Arrays.asList(further));
        return CommandRun.of(arguments.toArray());
    }
}
