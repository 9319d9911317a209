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

/** {@code compare} on reports of small audits. */
class CompareTest {

    @TempDir Path folder;

    @Test
    void compare_ofAllEvaluators_setsTheirNumbersSideBySide() throws IOException {
        Path first = audit("circles-velocity-2", "--seed", 1);
        Path second = audit("circles-epsilon-2", "--seed", 1);
        CommandRun run =
                CommandRun.of(
                        "compare",
                        first,
                        second.resolve("report.json"),
                        "--out",
                        folder.resolve("page"));
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out())
                .contains("circles-velocity-2", "circles-epsilon-2")
                .contains("Reference data, options and seeds agree")
                .contains("Score error", "Marginal energy", "Ridge", "Support")
                .contains("certified along the path", "drift error of this model, blind")
                .contains("samples off the ridge", "normal over tangent shift, own error")
                .doesNotContain("NaN");
        assertThat(run.out().lines().filter(line -> line.contains("parameterisation")))
                .singleElement()
                .asString()
                .matches(" *parameterisation +flow +epsilon");
        assertThat(Files.readString(folder.resolve("page/compare.html")))
                .contains("2 audits side by side", "circles-epsilon-2");
    }

    @Test
    void compare_ofOneReport_isWrongUsage() {
        CommandRun run = CommandRun.of("compare", folder);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("scorefield: REPORT: expected at least two, found 1");
    }

    @Test
    void compare_ofWhatIsNoReport_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "nothing");
        CommandRun run = CommandRun.of("compare", file, file);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("scorefield: " + file + ": expected the report.json of an audit");
        assertThat(run.err().lines()).hasSize(1);
    }

    private Path audit(String name, Object... further) {
        Path out = folder.resolve(name);
        List<Object> arguments = new ArrayList<>(List.of("audit", name, "--out", out));
        arguments.addAll(SmallAudit.ALL_EVALUATORS);
        arguments.addAll(Arrays.asList(further));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        return out;
    }
}
