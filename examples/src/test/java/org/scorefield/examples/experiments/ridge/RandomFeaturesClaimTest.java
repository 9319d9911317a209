// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.ridge;

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
class RandomFeaturesClaimTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void models_trainedLonger_stayOnTheRidge(@TempDir Path folder) throws IOException {
        assertThat(
                        run(
                                "--out=" + folder,
                                "--times=30,1e4,Infinity",
                                "--width=32",
                                "--samples=50",
                                "--steps=150",
                                "--entries=3"))
                .as(err.toString())
                .isZero();
        List<String> rows = Files.readAllLines(folder.resolve("random-features.csv"));
        assertThat(rows).hasSize(1 + 4 * 3);
        int inter = column(rows, "INTER_MODE");
        int memorised = column(rows, "MEMORISED");
        for (String setting : List.of("TWO,UNIFORM", "TWO,LOG_UNIFORM", "THREE,UNIFORM")) {
            assertThat(value(rows, setting + ",1e4", 5))
                    .as(setting)
                    .isLessThan(.1 * value(rows, setting + ",30", 5));
            assertThat(value(rows, setting + ",1e4", 4))
                    .as(setting)
                    .isPositive()
                    .isEqualTo(value(rows, setting + ",30", 4));
            assertThat(value(rows, setting + ",infinity", 5)).as(setting).isZero();
        }
        // Trained mostly on much noise, samples fill the space between two modes; trained as much
        // on little noise, they fall into the modes.
        assertThat(value(rows, "TWO,UNIFORM,1e4", inter)).isGreaterThan(.9);
        assertThat(value(rows, "TWO,LOG_UNIFORM,1e4", memorised)).isGreaterThan(.7);

        List<String> errors = Files.readAllLines(folder.resolve("random-features-errors.csv"));
        for (String tau : List.of("0.00100000", "0.464159")) {
            String normal = "TWO,UNIFORM,1e4," + tau + ",NORMAL_ERROR";
            String tangent = "TWO,UNIFORM,1e4," + tau + ",TANGENT_ERROR";
            assertThat(value(errors, normal, 7))
                    .as("tau = %s", tau)
                    .isLessThan(.1 * value(errors, tangent, 7));
        }
        assertThat(folder.resolve("random-features.svg")).content().startsWith("<svg ");
        assertThat(folder.resolve("random-features-samples.svg"))
                .content()
                .contains("three modes, uniform in tau", "s = 1e4");
        assertThat(out.toString()).contains("| two modes, uniform in tau: s | bias |");
    }

    @Test
    void width_thatIsNone_isRefused(@TempDir Path folder) {
        assertThat(run("--out=" + folder, "--width=0")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(err.toString()).contains("width: expected at least 1, found 0");
    }

    private int run(String... arguments) {
        return RandomFeaturesClaim.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static int column(List<String> rows, String name) {
        return List.of(rows.get(0).split(",")).indexOf(name);
    }

    private static double value(List<String> rows, String start, int column) {
        return rows.stream()
                .filter(row -> row.startsWith(start + ","))
                .mapToDouble(row -> Double.parseDouble(row.split(",")[column]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + start));
    }
}
