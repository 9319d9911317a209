// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The experiment in a reduced size. */
class MoonsClaimTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void errorsOfAScore_fallWithTheNoise_andThoseOfADenoiserStay(@TempDir Path folder)
            throws IOException {
        assertThat(
                        run(
                                "--out=" + folder,
                                "--points=600",
                                "--samples=16",
                                "--steps=30",
                                "--levels=0.1,0.03"))
                .as(err.toString())
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("moons-claim.csv"));
        assertThat(trend(lines, "exact score", "score error")).isGreaterThan(0.6);
        assertThat(trend(lines, "exact score", "denoiser error")).isLessThan(0.3);
        assertThat(value(lines, "exact score", 0.03, "own error normal")).isZero();
        assertThat(value(lines, "exact score", 0.03, "jacobian angle"))
                .isLessThan(value(lines, "exact score", 0.1, "jacobian angle"));
        // The network that predicts the data errs like a denoiser, the one of noise like a score.
        assertThat(trend(lines, "two-moons-epsilon", "own error"))
                .isGreaterThan(trend(lines, "two-moons-sample", "own error"));
        assertThat(folder.resolve("moons-angles.svg")).content().startsWith("<svg ");
        assertThat(folder.resolve("moons-shifts.svg")).content().contains("denoiser error");
        assertThat(folder.resolve("moons-samples.svg")).content().contains("exact + score error");
        assertThat(out.toString()).contains("| two-moons-velocity, own error |");
    }

    @Test
    void levels_thatRise_areRefused(@TempDir Path folder) {
        assertThat(run("--out=" + folder, "--levels=0.1,0.2"))
                .isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("levels: expected positive numbers that fall");
    }

    @Test
    void nearest_ofPointsAroundTheMoons_isOnThem() {
        // Between the moons, beyond an end, and on one of them.
        assertThat(TwoMoons.distance(new double[] {-0.5, 0.75})).isCloseTo(0, within(1e-12));
        assertThat(TwoMoons.distance(new double[] {-0.5, 1.75})).isCloseTo(1, within(1e-12));
        assertThat(TwoMoons.distance(new double[] {-1.5, -1.25})).isCloseTo(1, within(1e-12));
        double[] tangent = TwoMoons.tangent(new double[] {-0.5, 0.9})[0];
        assertThat(Math.abs(tangent[0])).isCloseTo(1, within(1e-12));
        for (double[] point : TwoMoons.points(7)) {
            assertThat(TwoMoons.distance(point)).isCloseTo(0, within(1e-12));
        }
    }

    private int run(String... arguments) {
        return MoonsClaim.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static double trend(List<String> lines, String model, String error) {
        double more = value(lines, model, 0.1, error + " normal");
        double less = value(lines, model, 0.03, error + " normal");
        return Math.log(more / less) / Math.log(0.1 / 0.03);
    }

    private static double value(List<String> lines, String model, double level, String what) {
        return lines.stream()
                .filter(line -> line.startsWith(model + "," + level + "," + what + ","))
                .mapToDouble(line -> Double.parseDouble(line.split(",")[3]))
                .findFirst()
                .orElseThrow();
    }
}
