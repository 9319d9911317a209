// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
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

class AuditTest {

    /** Few, so that the tests are quick; the evaluator's quadratic class needs a few hundred. */
    private static final int SAMPLES = 400;

    @TempDir Path folder;
    private SmallCheckpoint small;

    @BeforeEach
    void makeCheckpoint() throws IOException {
        small = SmallCheckpoint.in(folder);
    }

    @Test
    void audit_ofASmallCheckpoint_printsTheTableAndWritesTheReports() throws IOException {
        CommandRun run = audit(small.weights(), folder.resolve("report"), "--seed", 7);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("checkpoint  " + small.weights())
                .contains("model       MLP, epsilon, linear")
                .contains("(200 samples of 200)")
                .contains("denoising loss")
                .contains("report.html and ");
        JsonObject report = report(folder.resolve("report"));
        assertThat(report.get("schemaVersion").getAsInt()).isEqualTo(1);
        assertThat(report.getAsJsonObject("checkpoint").get("sha256").getAsString()).hasSize(64);
        assertThat(report.getAsJsonObject("options").get("levels").getAsInt()).isEqualTo(2);
        assertThat(report.getAsJsonObject("options").get("samples").getAsInt()).isEqualTo(SAMPLES);
        assertThat(report.getAsJsonObject("options").get("seed").getAsInt()).isEqualTo(7);
        assertThat(report.getAsJsonObject("reference").get("count").getAsInt()).isEqualTo(200);
        assertThat(report.has("provenance")).isTrue();
        assertThat(denoisingLosses(report)).hasSize(2).allMatch(loss -> loss > 0);
        assertThat(Files.readString(folder.resolve("report/report.html")))
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("src=\"http")
                .doesNotContain("href=\"http");
        try (var files = Files.list(folder.resolve("report"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report.html", "report.json");
        }
    }

    /** The checkpoint was made by hand and has learned nothing. */
    @Test
    void audit_withFailOn_endsWithFourAndWritesTheReport() throws IOException {
        CommandRun run = audit(small.weights(), folder.resolve("gate"), "--fail-on", "amber");
        assertThat(run.out()).contains("red    Score error  Gradient part of the KL bound");
        assertThat(run.exit()).as(run.toString()).isEqualTo(4);
        JsonObject light =
                report(folder.resolve("gate"))
                        .getAsJsonObject("evaluations")
                        .getAsJsonObject("score-error")
                        .getAsJsonObject("light");
        assertThat(light.get("colour").getAsString()).isEqualTo("red");
        CommandRun wrong = audit(small.weights(), folder.resolve("gate"), "--fail-on", "grey");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("--fail-on: expected amber or red, found grey");
    }

    @Test
    void audit_withTheSameSeed_givesTheSameNumbers() throws IOException {
        audit(small.weights(), folder.resolve("a"), "--seed", 3);
        audit(small.weights(), folder.resolve("b"), "--seed", 3);
        audit(small.weights(), folder.resolve("c"), "--seed", 4);
        JsonObject first = report(folder.resolve("a")).getAsJsonObject("evaluations");
        assertThat(report(folder.resolve("b")).getAsJsonObject("evaluations")).isEqualTo(first);
        assertThat(report(folder.resolve("c")).getAsJsonObject("evaluations")).isNotEqualTo(first);
    }

    @Test
    void audit_ofAConvertedDirectory_givesTheSameNumbersWithoutACard() throws IOException {
        CommandRun convert =
                CommandRun.of(
                        "convert",
                        small.weights(),
                        "--card",
                        small.card(),
                        "--out",
                        folder.resolve("model"));
        assertThat(convert.exit()).as(convert.toString()).isEqualTo(0);
        assertThat(convert.out()).contains("MLP");
        assertThat(folder.resolve("model/model.pt")).isNotEmptyFile();
        assertThat(folder.resolve("model/serving.properties")).isNotEmptyFile();
        audit(small.weights(), folder.resolve("a"));
        CommandRun run =
                CommandRun.of(
                        "audit",
                        folder.resolve("model"),
                        "--reference",
                        small.reference(),
                        "--levels",
                        2,
                        "--samples",
                        SAMPLES,
                        "--out",
                        folder.resolve("b"));
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(report(folder.resolve("b")).get("evaluations"))
                .isEqualTo(report(folder.resolve("a")).get("evaluations"));
    }

    @Test
    void audit_withoutACommand_auditsTheZoosDefault() throws IOException {
        CommandRun run = CommandRun.of("--levels", 1, "--samples", SAMPLES, "--out", folder);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        JsonObject report = report(folder);
        assertThat(report.getAsJsonObject("checkpoint").get("name").getAsString())
                .isEqualTo("fashion-mnist-ddpm");
        // A predictor that always answers zero has the loss D = 784 at every level.
        assertThat(denoisingLosses(report)).hasSize(1).allMatch(loss -> loss > 0 && loss < 784);
    }

    @Test
    void audit_byTheNameOfAnEntry_usesItsReference() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "audit",
                        "fashion-mnist-ddpm",
                        "--levels",
                        1,
                        "--samples",
                        SAMPLES,
                        "--out",
                        folder);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out())
                .contains("checkpoint  fashion-mnist-ddpm")
                .contains("(2,000 samples of 2,000)");
    }

    @Test
    void card_missing_isRefused() {
        CommandRun run = CommandRun.of("audit", small.weights(), "--reference", small.reference());
        assertRefused(run, "card");
    }

    @Test
    void reference_ofAnotherShape_isRefused() throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + 50 * 25).putInt(0x803).putInt(50);
        images.putInt(5).putInt(5);
        Path other = folder.resolve("five.idx3-ubyte");
        Files.write(other, images.array());
        CommandRun run =
                CommandRun.of(
                        "audit", small.weights(), "--card", small.card(), "--reference", other);
        assertRefused(run, "five.idx3-ubyte");
    }

    @Test
    void reference_missing_isRefused() {
        Path nothing = folder.resolve("nothing.npy");
        CommandRun run =
                CommandRun.of(
                        "audit", small.weights(), "--card", small.card(), "--reference", nothing);
        assertRefused(run, "nothing.npy");
    }

    @Test
    void out_thatIsAFile_isWrongUsageBeforeAnyWork() {
        for (String command : List.of("audit", "convert")) {
            CommandRun run =
                    command.equals("audit")
                            ? audit(small.weights(), small.card())
                            : CommandRun.of("convert", small.weights(), "--out", small.card());
            assertThat(run.exit()).as(run.toString()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("scorefield: --out: expected a folder that can be written, found ")
                    .contains("card.json");
        }
    }

    @Test
    void checkpoint_thatIsText_isRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.pt"), "these are not weights\n");
        CommandRun run = CommandRun.of("convert", text, "--out", folder.resolve("out"));
        assertRefused(run, "notes.pt");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Tag("shared")
    @Test
    void trajectory_ofATrainingRun_getsBetterAtEveryLevel() throws IOException {
        List<Double> before = audit("ddpm-mnist/ddpm_checkpoint_0001_0000.pt", "ddpm-mnist.json");
        List<Double> after = audit("ddpm-mnist/ddpm_checkpoint_0001_0400.pt", "ddpm-mnist.json");
        assertThat(after).hasSize(3);
        for (int level = 0; level < 3; level++) {
            assertThat(after.get(level)).as("level %d", level).isLessThan(before.get(level));
        }
    }

    private List<Double> audit(String checkpoint, String card) throws IOException {
        CommandRun run =
                CommandRun.of(
                        "audit",
                        SharedFolder.require("checkpoints/" + checkpoint),
                        "--card",
                        Path.of("cards", card),
                        "--reference",
                        SharedFolder.require("data/mnist-t10k/t10k-images-idx3-ubyte.gz"),
                        "--levels",
                        3,
                        "--samples",
                        SAMPLES,
                        "--out",
                        folder);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        return denoisingLosses(report(folder));
    }

    private CommandRun audit(Path checkpoint, Path out, Object... further) {
        List<Object> arguments =
                new ArrayList<>(
                        List.of(
                                "audit",
                                checkpoint,
                                "--card",
                                small.card(),
                                "--reference",
                                small.reference(),
                                "--levels",
                                2,
                                "--samples",
                                SAMPLES,
                                "--out",
                                out));
        arguments.addAll(Arrays.asList(further));
        return CommandRun.of(arguments.toArray());
    }

    private static void assertRefused(CommandRun run, String name) {
        assertThat(run.exit()).as(run.toString()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("scorefield: ").contains(name);
        assertThat(run.err().lines()).as("one sentence: %s", run.err()).hasSize(1);
    }

    private static JsonObject report(Path folder) throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("report.json")))
                .getAsJsonObject();
    }

    private static List<Double> denoisingLosses(JsonObject report) {
        JsonArray levels =
                report.getAsJsonObject("evaluations")
                        .getAsJsonObject("score-error")
                        .getAsJsonArray("levels");
        List<Double> losses = new ArrayList<>();
        levels.forEach(
                level ->
                        losses.add(
                                level.getAsJsonObject()
                                        .getAsJsonObject("denoisingLoss")
                                        .get("value")
                                        .getAsDouble()));
        return losses;
    }
}
