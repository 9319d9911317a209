// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;
import picocli.CommandLine;

/** The experiment in a reduced size. */
class GradientClaimTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void mixtures_rankByTheGradientError(@TempDir Path folder) throws IOException {
        assertThat(
                        run(
                                "--out=" + folder,
                                "--dimensions=2",
                                "--sizes=0,0.1,3",
                                "--samples=400",
                                "--steps=40",
                                "--levels=2",
                                "--evaluated=512",
                                "--test-functions=quadratic"))
                .as(err.toString())
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("gradient-claim.csv"));
        assertThat(lines.get(0)).isEqualTo("family,models,error,quality,rho,low,high");
        double gradient = rho(lines, "gradient,energy");
        double solenoidal = rho(lines, "solenoidal,energy");
        // Nine models, sizes 0, 0.1 and 3 nats: gradient errors of 3 nats are far above the noise
        // of
        // 400 samples, so even this size ranks the three groups but for accidents within them.
        assertThat(gradient).isGreaterThan(0.7);
        assertThat(Math.abs(solenoidal)).isLessThan(gradient);
        assertThat(folder.resolve("gradient-claim.svg")).content().startsWith("<svg ");
        assertThat(folder.resolve("gradient-claim.md"))
                .content()
                .contains("## mixture-2d, 9 models", "| gradient | ", "| *gradient less total* | ");
        assertThat(out.toString()).contains("## mixture-2d, 9 models");
    }

    @Test
    void aSecondRun_measuresOnlyWhatIsMissing(@TempDir Path folder) throws IOException {
        run(tinyMixture(folder, "0"));
        Path file = folder.resolve("mixture-2d-qualities.csv");
        List<String> whole = Files.readAllLines(file);
        Files.write(file, whole.subList(0, whole.size() - 1));
        err.getBuffer().setLength(0);
        assertThat(run(tinyMixture(folder, "0"))).isZero();
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(Files.readAllLines(file)).isEqualTo(whole);
        assertThat(run(tinyMixture(folder, "1"))).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString())
                .contains("expected measurements with", "give another folder, or delete the file");
    }

    @Test
    void snapshots_areMeasuredBesideTheZoo(@TempDir Path folder) throws IOException {
        ZooEntry entry = Zoo.defaultEntry();
        Path snapshots = Files.createDirectory(folder.resolve("training"));
        Files.move(entry.unpack(folder.resolve("a")), snapshots.resolve("a"));
        Files.move(entry.unpack(folder.resolve("b")), snapshots.resolve("b"));
        int status =
                run(
                        "--out=" + folder.resolve("out"),
                        "--dimensions=0",
                        "--snapshots=" + snapshots,
                        "--snapshot-samples=100",
                        "--snapshot-steps=2",
                        "--levels=1",
                        "--evaluated=256",
                        "--snapshot-test-functions=linear");
        assertThat(status).as(err.toString()).isZero();
        List<String> errors =
                Files.readAllLines(folder.resolve("out").resolve("snapshots-training-errors.csv"));
        assertThat(errors.get(1)).isEqualTo("model,gradient,rest,total");
        assertThat(errors).hasSize(5);
        // The same weights on the same noise give the same numbers.
        assertThat(numbers(errors.get(2))).isEqualTo(numbers(errors.get(3)));
        assertThat(numbers(errors.get(2))).isEqualTo(numbers(errors.get(4)));
    }

    @Test
    void aFolderOfTooFewSnapshots_isRefused(@TempDir Path folder) throws IOException {
        int status = run("--out=" + folder.resolve("out"), "--snapshots=" + folder);
        assertThat(status).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("expected at least 3 checkpoints", "found 1");
    }

    private static String[] tinyMixture(Path folder, String seed) {
        return new String[] {
            "--out=" + folder,
            "--dimensions=2",
            "--sizes=0,3",
            "--samples=100",
            "--steps=3",
            "--levels=1",
            "--evaluated=512",
            "--test-functions=linear",
            "--seed=" + seed
        };
    }

    private int run(String... arguments) {
        return GradientClaim.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static double rho(List<String> lines, String what) {
        return lines.stream()
                .filter(line -> line.contains("," + what + ","))
                .mapToDouble(line -> Double.parseDouble(line.split(",")[4]))
                .findFirst()
                .orElseThrow();
    }

    private static String numbers(String line) {
        return line.substring(line.indexOf(','));
    }
}
