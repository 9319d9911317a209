// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment in a reduced size. */
class VectorsClaimTest {

    @Test
    void leadingVectors_ofTheImageModel_fallInTheirGrowth(@TempDir Path folder) throws IOException {
        StringWriter out = new StringWriter();
        int code =
                VectorsClaim.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .execute("--out=" + folder, "--steps=3", "--vectors=3");
        assertThat(code).isZero();
        List<Double> logs =
                Files.readAllLines(folder.resolve("vectors-spectrum.csv")).stream()
                        .skip(1)
                        .map(line -> Double.parseDouble(line.split(",")[1]))
                        .toList();
        assertThat(logs).hasSize(3);
        assertThat(logs.get(0)).isGreaterThan(logs.get(1));
        assertThat(logs.get(1)).isGreaterThan(logs.get(2));
        assertThat(folder.resolve("vectors.png")).isNotEmptyFile();
        assertThat(folder.resolve("vectors-spectrum.svg")).content().startsWith("<svg ");
        assertThat(out.toString()).contains("fashion-mnist-ddpm, 3 DDIM steps");
    }
}
