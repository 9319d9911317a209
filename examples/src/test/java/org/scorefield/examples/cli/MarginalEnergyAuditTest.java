// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.examples.SharedFolder;

/** {@code audit --evaluator marginal-energy}. */
class MarginalEnergyAuditTest {
    private static final int TERMINAL = 100;

    @TempDir Path folder;
    private SmallCheckpoint small;

    @BeforeEach
    void makeCheckpoint() throws IOException {
        small = SmallCheckpoint.in(folder);
    }

    @Test
    void audit_ofASmallCheckpoint_reportsTheMarginalEnergyAlone() throws IOException {
        CommandRun run = audit(small.reference(), "--prior", "0.05:0.95", "--seed", 3);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out()).contains("Marginal energy", "trajectories").doesNotContain("NaN");
        assertThat(run.out().lines().filter(line -> line.startsWith("trajectories")))
                .hasSize(2)
                .allMatch(line -> line.length() <= TERMINAL);
        JsonObject report = report();
        JsonObject options = report.getAsJsonObject("options").getAsJsonObject("marginalEnergy");
        assertThat(options.get("prior").toString()).isEqualTo("[0.05,0.95]");
        assertThat(options.get("states").getAsInt()).isEqualTo(8);
        assertThat(options.get("runs").getAsInt()).isEqualTo(4);
        assertThat(options.get("steps").getAsInt()).isEqualTo(6);
        assertThat(options.get("reference").getAsInt()).isEqualTo(50);
        assertThat(report.getAsJsonObject("evaluations").keySet())
                .containsExactly("marginal-energy");
        JsonObject found = report.getAsJsonObject("evaluations").getAsJsonObject("marginal-energy");
        assertThat(found.get("prediction").getAsString()).isEqualTo("epsilon");
        assertThat(found.get("dimension").getAsInt()).isEqualTo(SmallCheckpoint.PIXELS);
        Set<String> places = new HashSet<>();
        for (JsonElement level : found.getAsJsonArray("levels")) {
            places.add(level.getAsJsonObject().get("place").getAsString());
        }
        assertThat(places).contains("data", "noised", "trajectory");
        assertThat(Files.readString(folder.resolve("report/report.html")))
                .contains("How much the sampler amplifies an error")
                .contains("Energy landscape on a plane");
    }

    @Tag("shared")
    @ParameterizedTest
    @CsvSource({
        "flow-matching-mnist/DiffusionViT.pth, flow-matching-mnist.json, stable marginal",
        "ddpm-mnist/ddpm_checkpoint_0001_0000.pt, ddpm-mnist.json, undecided"
    })
    void audit_ofForeignCheckpoints_saysWhatTheyAre(String file, String card, String verdicts)
            throws IOException {
        CommandRun run =
                CommandRun.of(
                        "audit",
                        SharedFolder.require("checkpoints/" + file),
                        "--card",
                        Path.of("cards", card),
                        "--reference",
                        SharedFolder.require("data/mnist-t10k/t10k-images-idx3-ubyte.gz"),
                        "--evaluator",
                        "marginal-energy",
                        "--levels",
                        2,
                        "--energy-states",
                        4,
                        "--blind-runs",
                        4,
                        "--generation-steps",
                        8,
                        "--energy-reference",
                        200,
                        "--out",
                        folder.resolve("report"));
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        JsonObject found =
                report().getAsJsonObject("evaluations").getAsJsonObject("marginal-energy");
        assertThat(verdicts.split(" ")).contains(found.get("stability").getAsString());
    }

    @Test
    void audit_withBothEvaluators_reportsBoth() throws IOException {
        CommandRun run = audit(small.reference(), "--evaluator", "score-error", "--samples", 400);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out()).contains("Score error", "Marginal energy");
        assertThat(report().getAsJsonObject("evaluations").keySet())
                .containsExactly("marginal-energy", "score-error");
    }

    @Test
    void prior_outsideTheSchedule_isWrongUsage() {
        assertWrong(
                audit(small.reference(), "--prior", "0.5:1.5"),
                "--prior: expected times of the schedule, 0 <= tMin < tMax <= 1, found [0.5, 1.5]");
        assertWrong(
                audit(small.reference(), "--prior", "0.9:0.1"),
                "--prior: expected times of the schedule, 0 <= tMin < tMax <= 1, found [0.9, 0.1]");
        assertWrong(
                audit(small.reference(), "--prior", "0.5"),
                "--prior: expected two times such as 0.05:0.95, found 0.5; write the lower one");
        assertWrong(
                audit(small.reference(), "--prior", "low:high"),
                "--prior: expected two times such as 0.05:0.95, found low:high");
    }

    @Test
    void counts_tooSmall_areWrongUsageByTheNameOfTheOption() {
        assertWrong(
                audit(small.reference(), "--energy-states", 1),
                "--energy-states: expected at least 2, found 1");
        assertWrong(
                audit(small.reference(), "--blind-runs", 0),
                "--blind-runs: expected at least 2, found 0");
        assertWrong(
                audit(small.reference(), "--generation-steps", 0),
                "--generation-steps: expected at least 1, found 0");
        assertWrong(
                audit(small.reference(), "--energy-reference", 1),
                "--energy-reference: expected at least 2 points, found 1");
    }

    @Test
    void reference_ofOneImage_isRefused() throws IOException {
        assertRefused(audit(images(1, 4)), "reference data: expected at least 2 samples, found 1");
    }

    @Test
    void reference_ofAnotherShape_isRefused() throws IOException {
        assertRefused(audit(images(50, 5)), "images-50-5.idx3-ubyte");
    }

    @Test
    void checkpoint_whoseOutputIsNotFinite_isRefused() throws IOException {
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(small.weights())).order(ByteOrder.LITTLE_ENDIAN);
        file.putFloat(file.capacity() - Float.BYTES, Float.NaN);
        Files.write(small.weights(), file.array());
        assertRefused(
                audit(small.reference()),
                "network: expected finite numbers, found others for 8 of 8 states (data); check");
    }

    private Path images(int count, int side) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(16 + count * side * side).putInt(0x803).putInt(count);
        file.putInt(side).putInt(side);
        while (file.hasRemaining()) {
            file.put((byte) (37 * file.position()));
        }
        Path images = folder.resolve("images-" + count + "-" + side + ".idx3-ubyte");
        return Files.write(images, file.array());
    }

    private CommandRun audit(Path reference, Object... further) {
        List<Object> arguments =
                new ArrayList<>(
                        List.of("audit", small.weights(), "--card", small.card(), "--reference"));
        arguments.add(reference);
        List<Object> options = Arrays.asList(further);
        arguments.addAll(List.of("--evaluator", "marginal-energy", "--levels", 2));
        for (List<Object> count :
                List.<List<Object>>of(
                        List.of("--energy-states", 8),
                        List.of("--blind-runs", 4),
                        List.of("--generation-steps", 6),
                        List.of("--energy-reference", 50))) {
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
