// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The experiment in a reduced size. */
class LatentClaimTest {

    private static final int SAMPLES = 12;

    @TempDir static Path folder;

    private static List<String[]> rows = List.of();

    @BeforeAll
    static void run() throws IOException {
        int exit =
                LatentClaim.commandLine()
                        .execute(
                                "--out",
                                folder.toString(),
                                "--samples",
                                String.valueOf(SAMPLES),
                                "--steps",
                                "100",
                                "--every",
                                "25",
                                "--points",
                                "1000");
        assertThat(exit).isZero();
        rows =
                Files.readAllLines(folder.resolve("latent.csv")).stream()
                        .skip(1)
                        .map(line -> line.split(",", -1))
                        .toList();
    }

    @Test
    void claim_generatedLatents_comeFromNoiseToAboutWhereTheDataAre() {
        // Noise alone is sqrt(32) from the origin, and data times exp(-10) are at the origin.
        assertThat(median("generated", 10, "nearest")).isCloseTo(Math.sqrt(32), within(1.0));
        double heldOut = median("held-out", 0.001, "nearest");
        assertThat(median("generated", 0.001, "nearest")).isBetween(0.5 * heldOut, 2 * heldOut);
    }

    @Test
    void claim_atMuchNoise_samplesAreAboutSigmaFromTheRidge() {
        // The normal part of the noise: chi with 32 - 25 degrees of freedom.
        for (String way : List.of("generated", "held-out")) {
            assertThat(median(way, 10, "rho")).as(way).isCloseTo(1, within(0.4));
            assertThat(median(way, 10, "curved")).isEqualTo(1);
        }
    }

    @Test
    void claim_perceptron_hasMemorisedNothing() throws IOException {
        String text = Files.readString(folder.resolve("latent.md"));
        assertThat(text).contains("| generated | 0.000 [0.000, ");
        assertThat(folder.resolve("latent-memorised.png")).doesNotExist();
    }

    @Test
    void files_areWritten() throws IOException {
        assertThat(Files.readString(folder.resolve("latent.svg"))).startsWith("<svg");
        BufferedImage sheet = ImageIO.read(folder.resolve("latent-samples.png").toFile());
        assertThat(sheet.getWidth()).isEqualTo(8 * 58 - 2);
        assertThat(sheet.getHeight()).isEqualTo(2 * 58 - 2);
        // Garments on black: neither an empty sheet nor noise.
        assertThat(sheet.getData().getSample(0, 0, 0)).isLessThan(30);
        assertThat(
                        List.of("inter-mode", "off-ridge").stream()
                                .map(name -> folder.resolve("latent-" + name + ".png"))
                                .anyMatch(Files::exists))
                .isTrue();
    }

    @Test
    void directions_asManyAsNumbers_areRefused() {
        StringWriter errors = new StringWriter();
        CommandLine line = LatentClaim.commandLine().setErr(new PrintWriter(errors));
        int exit = line.execute("--out", folder.toString(), "--samples", "2", "--directions", "32");
        assertThat(exit).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString()).contains("expected 1 to 31 tangent directions");
    }

    private static double median(String way, double tau, String quantity) {
        return rows.stream()
                .filter(row -> row[0].equals(way) && row[2].equals(quantity))
                .filter(row -> Math.abs(Double.parseDouble(row[1]) / tau - 1) < 1e-3)
                .mapToDouble(row -> Double.parseDouble(row[5]))
                .findFirst()
                .orElseThrow();
    }
}
