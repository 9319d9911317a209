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

/**
 * An audit by all evaluators depends on its seed, and on nothing else of the run; its report alone
 * tells how to repeat it.
 */
class DeterminismTest {

    /** Seconds that a small audit may take on a machine that is busy with others. */
    private static final long PATIENCE = 300;

    @TempDir Path folder;

    @Test
    void audit_byTheCommandOfItsReport_givesTheSameReportInAnotherProcess() throws Exception {
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        CommandRun here = CommandRun.of(arguments(small, "here", 3).toArray());
        assertThat(here.exit()).as(here.toString()).isEqualTo(0);
        JsonObject first = report("here");
        assertThat(another(repeating(first, "there"))).isEqualTo(0);
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

    /** The command line that a report states, without the program's name, to another folder. */
    private List<Object> repeating(JsonObject report, String out) {
        String command = report.getAsJsonObject("provenance").get("command").getAsString();
        assertThat(command).startsWith("scorefield audit ").doesNotContain("'", "--out");
        List<Object> words = new ArrayList<>(List.of(command.split(" ")));
        words.set(0, "audit");
        words.remove(1);
        words.addAll(List.of("--out", folder.resolve(out)));
        return words;
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
