// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import static org.assertj.core.api.Assertions.assertThat;

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
class CirclesClaimTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void networksOfTheZoo_doWhatTheExactFieldsDo(@TempDir Path folder) throws IOException {
        assertThat(
                        run(
                                "--out=" + folder,
                                "--dimensions=2",
                                "--samples=200",
                                "--exact-samples=40",
                                "--steps=25",
                                "--descent-steps=100"))
                .as(err.toString())
                .isZero();
        List<String> lines = Files.readAllLines(folder.resolve("circles-claim.csv"));
        // A blind network cannot beat the exact field by much, nor should it stay far behind.
        for (String target : List.of("EPSILON", "SAMPLE", "VELOCITY")) {
            assertThat(share(lines, "BLIND,FLOW," + target + ",2"))
                    .as(target)
                    .isBetween(
                            share(lines, "EXACT,FLOW," + target + ",2") - 0.3,
                            share(lines, "EXACT,FLOW," + target + ",2") + 0.3);
        }
        // In two dimensions the level is least known: a blind denoiser falls short of the circles.
        assertThat(share(lines, "BLIND,FLOW,SAMPLE,2")).isLessThan(0.1);
        assertThat(share(lines, "BLIND,DESCENT,EQUILIBRIUM,2")).isLessThan(0.1);
        assertThat(share(lines, "BLIND,FLOW,EPSILON,2")).isGreaterThan(0.8);
        assertThat(folder.resolve("circles-shares.svg")).content().startsWith("<svg ");
        assertThat(folder.resolve("circles-gains.svg")).content().startsWith("<svg ");
        assertThat(folder.resolve("circles-gains.csv")).content().contains("EPSILON,2,0.00100000,");
        assertThat(out.toString()).contains("| blind network | D = 2 |", "| exact field | D = 2 |");
    }

    @Test
    void distance_thatIsNone_isRefused(@TempDir Path folder) {
        assertThat(run("--out=" + folder, "--distance=0")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("distance: expected a positive distance, found 0.0");
    }

    private int run(String... arguments) {
        return CirclesClaim.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static double share(List<String> lines, String what) {
        return lines.stream()
                .filter(line -> line.startsWith(what + ","))
                .mapToDouble(line -> Double.parseDouble(line.split(",")[4]))
                .findFirst()
                .orElseThrow();
    }
}
