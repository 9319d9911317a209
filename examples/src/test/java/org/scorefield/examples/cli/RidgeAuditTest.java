// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.examples.SharedFolder;

/** {@code audit --evaluator ridge}. */
class RidgeAuditTest {
    private static final int TERMINAL = 100;

    @TempDir Path folder;
    private SmallCheckpoint small;

    @BeforeEach
    void makeCheckpoint() throws IOException {
        small = SmallCheckpoint.in(folder);
    }

    @Test
    void audit_ofASmallCheckpoint_reportsTheRidgeAlone() throws IOException {
        CommandRun run = audit(small.reference(), "--ridge-process", "flow", "--ridge-radius", 0.5);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out()).contains("Ridge", "Of 6 samples").doesNotContain("NaN");
        assertThat(run.out().lines().filter(line -> line.contains("samples  ")))
                .hasSize(3)
                .allMatch(line -> line.length() <= TERMINAL);
        JsonObject report = report();
        JsonObject options = report.getAsJsonObject("options").getAsJsonObject("ridge");
        assertThat(options.get("process").getAsString()).isEqualTo("probability flow");
        assertThat(options.get("samples").getAsInt()).isEqualTo(6);
        assertThat(options.get("steps").getAsInt()).isEqualTo(8);
        assertThat(options.get("radius").getAsDouble()).isEqualTo(0.5);
        assertThat(options.has("directions")).isFalse();
        assertThat(report.getAsJsonObject("evaluations").keySet()).containsExactly("ridge");
        JsonObject found = report.getAsJsonObject("evaluations").getAsJsonObject("ridge");
        assertThat(found.get("dimension").getAsInt()).isEqualTo(SmallCheckpoint.PIXELS);
        assertThat(found.getAsJsonObject("radius").get("source").getAsString()).isEqualTo("given");
        assertThat(Files.readString(folder.resolve("report/report.html")))
                .contains("Distance to the ridge, in noise")
                .contains("Samples and the training images nearest to them");
    }

    @Tag("shared")
    @Test
    void audit_ofAForeignCheckpoint_judgesItsSamples() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "audit",
                        SharedFolder.require("checkpoints/ddpm-mnist/ddpm_checkpoint_0001_0000.pt"),
                        "--card",
                        Path.of("cards", "ddpm-mnist.json"),
                        "--reference",
                        SharedFolder.require("data/mnist-t10k/t10k-images-idx3-ubyte.gz"),
                        "--evaluator",
                        "ridge",
                        "--levels",
                        3,
                        "--ridge-samples",
                        3,
                        "--ridge-steps",
                        6,
                        "--ridge-held-out",
                        10,
                        "--ridge-directions",
                        1,
                        "--ridge-reference",
                        100,
                        "--out",
                        folder.resolve("report"));
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        // An untrained network: its samples are noise.
        JsonObject shares =
                report().getAsJsonObject("evaluations")
                        .getAsJsonObject("ridge")
                        .getAsJsonObject("shares");
        assertThat(shares.getAsJsonObject("memorised").get("count").getAsInt()).isZero();
        assertThat(shares.getAsJsonObject("interMode").get("count").getAsInt()).isZero();
    }

    @Test
    void values_outsideTheirRanges_areWrongUsageByTheNameOfTheOption() {
        assertWrong(
                audit(small.reference(), "--ridge-directions", 0),
                "--ridge-directions: expected at least 1, found 0");
        assertWrong(
                audit(small.reference(), "--ridge-radius", -1),
                "--ridge-radius: expected a positive number, found -1.0");
        assertWrong(
                audit(small.reference(), "--ridge-kappa", 0),
                "--ridge-kappa: expected a positive number, found 0.0");
        assertWrong(
                audit(small.reference(), "--ridge-process", "ode"),
                "--ridge-process: expected sde or flow, found ode");
        assertWrong(
                audit(small.reference(), "--ridge-held-out", 1),
                "--ridge-held-out: expected at least 2, found 1");
        assertWrong(
                audit(small.reference(), "--ridge-reference", 1),
                "--ridge-reference: expected at least 2 points, found 1");
    }

    @Test
    void directions_asManyAsDistinctImages_areRefused() throws IOException {
        // Of five images one is held out.
        assertRefused(
                audit(images(5), "--ridge-directions", 4),
                "d: expected fewer tangent directions than distinct reference points, found d = 4"
                        + " and 4 distinct points; choose d up to 3, or give more reference data");
    }

    @Test
    void directions_asManyAsPixels_areRefused() {
        assertRefused(
                audit(small.reference(), "--ridge-directions", 16),
                "d: expected 1 to 15 tangent directions for states of 16 numbers, found 16");
    }

    @Test
    void reference_ofOneImage_isRefused() throws IOException {
        assertRefused(audit(images(1)), "reference data: expected at least 2 samples, found 1");
    }

    private Path images(int count) throws IOException {
        ByteBuffer file =
                ByteBuffer.allocate(16 + 16 * count)
                        .putInt(0x803)
                        .putInt(count)
                        .putInt(4)
                        .putInt(4);
        while (file.hasRemaining()) {
            int i = file.position();
            file.put((byte) (37 * i + i * i));
        }
        return Files.write(folder.resolve("images-" + count + ".idx3-ubyte"), file.array());
    }

    private CommandRun audit(Path reference, Object... further) {
        List<Object> arguments =
                new ArrayList<>(
                        List.of("audit", small.weights(), "--card", small.card(), "--reference"));
        arguments.add(reference);
        arguments.addAll(
                List.of(
                        "--evaluator",
                        "ridge",
                        "--levels",
                        3,
                        "--ridge-samples",
                        6,
                        "--ridge-steps",
                        8));
        arguments.addAll(List.of(further));
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
