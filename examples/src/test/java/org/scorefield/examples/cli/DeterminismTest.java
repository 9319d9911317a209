// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.examples.ClassPath;

/** An audit by all evaluators depends on its seed, and on nothing else of the run. */
class DeterminismTest {

    /** Seconds that a small audit may take on a machine that is busy with others. */
    private static final long PATIENCE = 300;

    @TempDir Path folder;

    @Test
    void audit_inAnotherProcess_givesTheSameReport() throws Exception {
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        CommandRun here = CommandRun.of(arguments(small, "here", 3).toArray());
        assertThat(here.exit()).as(here.toString()).isEqualTo(0);
        assertThat(another(arguments(small, "there", 3))).isEqualTo(0);
        JsonObject first = report("here");
        JsonObject second = report("there");
        assertThat(first.getAsJsonObject("evaluations").keySet())
                .containsExactlyInAnyOrder("score-error", "marginal-energy", "ridge", "support");
        assertThat(second).isEqualTo(first);

        CommandRun seeded = CommandRun.of(arguments(small, "seeded", 4).toArray());
        assertThat(seeded.exit()).as(seeded.toString()).isEqualTo(0);
        for (String evaluator : first.getAsJsonObject("evaluations").keySet()) {
            assertThat(report("seeded").getAsJsonObject("evaluations").get(evaluator))
                    .as("%s with another seed", evaluator)
                    .isNotEqualTo(first.getAsJsonObject("evaluations").get(evaluator));
        }
    }

    private List<Object> arguments(SmallCheckpoint small, String out, int seed) {
        List<Object> arguments =
                new ArrayList<>(
                        List.of(
                                "audit",
                                small.weights(),
                                "--card",
                                small.card(),
                                "--reference",
                                small.reference(),
                                "--seed",
                                seed,
                                "--out",
                                folder.resolve(out)));
        arguments.addAll(SmallAudit.ALL_EVALUATORS);
        return arguments;
    }

    private int another(List<Object> arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-cp",
                                ClassPath.ofTheTests(),
                                Main.class.getName()));
        arguments.forEach(argument -> command.add(argument.toString()));
        Path said = folder.resolve("said.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(Files.readString(said)).isEqualTo(0);
        return process.exitValue();
    }

    private JsonObject report(String out) throws IOException {
        String text = Files.readString(folder.resolve(out).resolve("report.json"));
        JsonObject report = JsonParser.parseString(text).getAsJsonObject();
        // When the audit was, and how long it took.
        assertThat(report.getAsJsonObject("provenance").remove("created")).isNotNull();
        assertThat(report.getAsJsonObject("provenance").remove("seconds")).isNotNull();
        return report;
    }
}
