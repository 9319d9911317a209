// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.examples.SharedFolder;

/** {@code audit --evaluator support}. */
class SupportAuditTest {
    private static final int TERMINAL = 100;

    /** Trajectories that no machine follows within a second. */
    private static final int MANY = 5000;

    @TempDir Path folder;
    private SmallCheckpoint small;

    @BeforeEach
    void makeCheckpoint() throws IOException {
        small = SmallCheckpoint.in(folder);
    }

    @Test
    void audit_ofASmallCheckpoint_reportsTheSupportAlone() throws IOException {
        CommandRun run =
                audit("--support-vectors", 6, "--support-directions", 2, "--support-end", 0.05);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out()).contains("Support", "own error").doesNotContain("NaN");
        assertThat(run.out().lines().filter(line -> line.contains(" error")))
                .allMatch(line -> line.length() <= TERMINAL || line.contains("."));
        JsonObject report = report();
        JsonObject options = report.getAsJsonObject("options").getAsJsonObject("support");
        assertThat(options.toString())
                .isEqualTo(
                        "{\"process\":\"ddim\",\"steps\":6,\"end\":0.05,\"samples\":3,"
                                + "\"vectors\":6,\"directions\":2,\"reference\":60,\"batchSize\":2}");
        assertThat(report.getAsJsonObject("evaluations").keySet()).containsExactly("support");
        JsonObject found = report.getAsJsonObject("evaluations").getAsJsonObject("support");
        assertThat(found.get("dimension").getAsInt()).isEqualTo(SmallCheckpoint.PIXELS);
        assertThat(found.getAsJsonObject("intrinsicDimension").get("chosen").getAsInt())
                .isEqualTo(2);
        assertThat(found.getAsJsonArray("exponents")).hasSize(6);
        JsonObject trajectory = found.getAsJsonObject("trajectory");
        assertThat(trajectory.get("samples").getAsInt()).isEqualTo(3);
        assertThat(trajectory.get("complete").getAsBoolean()).isTrue();
        assertThat(trajectory.getAsJsonObject("end").get("t").getAsDouble()).isEqualTo(0.05);
        assertThat(Files.readString(folder.resolve("report/report.html")))
                .contains("Lyapunov exponents by direction")
                .contains("Shift off the support by an error of the model")
                .contains("Which changes survive generation");
    }

    @Test
    void audit_withTheSameSeed_repeatsItsNumbers() throws IOException {
        audit("--support-vectors", 4, "--seed", 5);
        JsonObject first = report().getAsJsonObject("evaluations");
        audit("--support-vectors", 4, "--seed", 5);
        assertThat(report().getAsJsonObject("evaluations")).as("seed 5").isEqualTo(first);
        audit("--support-vectors", 4, "--seed", 6);
        assertThat(report().getAsJsonObject("evaluations")).as("seed 6").isNotEqualTo(first);
    }

    @Test
    void options_outsideTheirRange_areWrongUsageByTheNameOfTheOption() {
        assertWrong(
                audit("--support-process", "euler"),
                "--support-process: expected one of [ddim, heun, edm, ancestral, euler-maruyama],"
                        + " found euler");
        assertWrong(audit("--support-steps", 1), "--support-steps: expected at least 2, found 1");
        assertWrong(
                audit("--support-end", 1.5),
                "--support-end: expected a time between 0 (data) and 1 (noise), found 1.5");
        assertWrong(
                audit("--support-samples", 0), "--support-samples: expected at least 1, found 0");
        assertWrong(
                audit("--support-vectors", 0), "--support-vectors: expected at least 1, found 0");
        assertWrong(
                audit("--support-directions", 0),
                "--support-directions: expected at least 1, found 0");
        assertWrong(
                audit("--support-vectors", 2, "--support-directions", 3),
                "--support-directions: expected at most as many as vectors, found 3");
        assertWrong(
                audit("--support-reference", 1),
                "--support-reference: expected at least 2 points, found 1");
    }

    @Test
    void vectors_moreThanTheDimension_areRefused() {
        assertRefused(
                audit("--support-vectors", 17),
                "vectors: expected at most the 16 numbers of a sample, found 17; ask for fewer");
    }

    @Test
    void directions_thatLeaveNoneAcross_areRefused() {
        assertRefused(
                audit("--support-vectors", 16, "--support-directions", 16),
                "directions: expected fewer than the 16 numbers of a sample, found 16");
    }

    @Test
    void checkpoint_whoseOutputIsNotFinite_isRefused() throws IOException {
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(small.weights())).order(ByteOrder.LITTLE_ENDIAN);
        file.putFloat(file.capacity() - Float.BYTES, Float.NaN);
        Files.write(small.weights(), file.array());
        assertRefused(audit(), "expected finite");
    }

    @Test
    void timeBudget_thatIsOver_givesAPartialResultThatSaysSo() throws IOException {
        CommandRun run =
                audit(
                        "--support-samples",
                        MANY,
                        "--support-reference",
                        190,
                        "--support-vectors",
                        4,
                        "--time-budget",
                        "1s");
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        JsonObject found = report().getAsJsonObject("evaluations").getAsJsonObject("support");
        JsonObject trajectory = found.getAsJsonObject("trajectory");
        assertThat(trajectory.get("complete").getAsBoolean()).isFalse();
        assertThat(trajectory.get("samples").getAsInt()).isPositive().isLessThan(MANY);
        assertThat(found.getAsJsonArray("warnings").toString()).contains("Partial");
    }

    @Tag("shared")
    @Test
    void audit_ofAForeignCheckpoint_hasAVerdict() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "audit",
                        SharedFolder.require("checkpoints/flow-matching-mnist/DiffusionViT.pth"),
                        "--card",
                        Path.of("cards", "flow-matching-mnist.json"),
                        "--reference",
                        SharedFolder.require("data/mnist-t10k/t10k-images-idx3-ubyte.gz"),
                        "--evaluator",
                        "support",
                        "--support-steps",
                        4,
                        "--support-samples",
                        1,
                        "--support-vectors",
                        3,
                        "--support-reference",
                        100,
                        "--out",
                        folder.resolve("report"));
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        JsonObject found = report().getAsJsonObject("evaluations").getAsJsonObject("support");
        assertThat(found.get("support").getAsString())
                .isIn("on-support", "off-support", "undecided");
    }

    private CommandRun audit(Object... further) {
        List<Object> arguments =
                new ArrayList<>(
                        List.of(
                                "audit",
                                small.weights(),
                                "--card",
                                small.card(),
                                "--reference",
                                small.reference(),
                                "--evaluator",
                                "support",
                                "--batch",
                                2));
        List<Object> options = Arrays.asList(further);
        for (List<Object> count :
                List.<List<Object>>of(
                        List.of("--support-steps", 6),
                        List.of("--support-samples", 3),
                        List.of("--support-reference", 60))) {
            if (!options.contains(count.get(0))) {
                arguments.addAll(count);
            }
        }
        arguments.addAll(options);
        arguments.addAll(List.of("--out", folder.resolve("report")));
        return CommandRun.of(arguments.toArray());
    }

    private JsonObject report() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("report/report.json")))
                .getAsJsonObject();
    }

    private void assertWrong(CommandRun run, String sentence) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).startsWith("scorefield: " + sentence);
        assertThat(folder.resolve("report")).doesNotExist();
    }

    private static void assertRefused(CommandRun run, String sentence) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("scorefield: ").contains(sentence);
        assertThat(run.err().lines()).as("one sentence: %s", run.err()).hasSize(1);
    }
}
