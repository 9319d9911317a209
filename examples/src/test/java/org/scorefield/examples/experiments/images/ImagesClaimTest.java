// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment in a reduced size: the claim itself, at a size at which it is plain. */
class ImagesClaimTest {

    private static final String SAMPLES = "32";
    private static final String STEPS = "10";

    /** Roughness of held-out images is 1; 3.0 of blind epsilon and 0.8 of velocity in full size. */
    private static final double NOISY = 1.5;

    private static final double CLEAN = 1.1;

    @TempDir Path folder;

    @Test
    void claim_inAReducedSize_holdsAndWritesItsFiles() throws IOException {
        int exit =
                ImagesClaim.commandLine()
                        .execute(
                                "--out",
                                folder.toString(),
                                "--samples",
                                SAMPLES,
                                "--steps",
                                STEPS,
                                "--mean-samples",
                                "4",
                                "--mean-steps",
                                "2",
                                "--drift-samples",
                                "8");
        assertThat(exit).isZero();
        for (String name : List.of("images.md", "images.svg", "images-drift.svg")) {
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
        Map<String, Double> energy = new LinkedHashMap<>();
        Map<String, Double> roughness = new LinkedHashMap<>();
        for (String[] row : rows("images.csv")) {
            energy.put(row[0], Double.parseDouble(row[3]));
            roughness.put(row[0], Double.parseDouble(row[9]));
            assertThat(folder.resolve(row[0] + ".png")).isNotEmptyFile();
        }
        assertThat(energy)
                .containsKeys(
                        "conditioned",
                        "blind-epsilon",
                        "blind-velocity",
                        "mean-reference",
                        "mean-residual");
        assertThat(energy.get("blind-epsilon")).isGreaterThan(energy.get("blind-velocity"));
        // Pure noise is left in some samples of the one, in none of the other.
        assertThat(roughness.get("blind-epsilon")).as("%s", roughness).isGreaterThan(NOISY);
        assertThat(roughness.get("blind-velocity")).isLessThan(CLEAN);
        assertThat(roughness.get("conditioned")).isLessThan(CLEAN);

        Map<String, Double> largestDrift = new LinkedHashMap<>();
        for (String[] row : rows("images-drift.csv")) {
            double gain = Double.parseDouble(row[4]);
            largestDrift.merge(row[0], Double.parseDouble(row[6]), Math::max);
            if (row[0].startsWith("blind-velocity")) {
                assertThat(gain).isEqualTo(1);
            }
        }
        // It is compared with itself, on the same states.
        assertThat(largestDrift.get("conditioned")).isZero();
        assertThat(largestDrift.get("blind-velocity")).isPositive();
        assertThat(largestDrift.get("blind-epsilon"))
                .isGreaterThan(largestDrift.get("blind-velocity"));
    }

    private List<String[]> rows(String file) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            rows.add(line.split(",", -1));
        }
        return rows.subList(1, rows.size());
    }
}
