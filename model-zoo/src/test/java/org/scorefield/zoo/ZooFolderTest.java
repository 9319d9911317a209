// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The folder of resources against what is entered. */
class ZooFolderTest {

    private static final Path ZOO = Path.of("src/main/resources/org/scorefield/zoo");

    /** What the zoo may take of every clone and jar. */
    private static final long LARGEST = 40_000_000;

    @Test
    void folder_holdsWhatIsEnteredAndNothingElse() throws IOException {
        Set<String> entered = new TreeSet<>(Set.of("index.json"));
        for (ZooEntry entry : Zoo.entries()) {
            add(entered, entry.artifact(), "entry.json");
            entered.add(entry.name() + "/metadata.json");
            add(entered, entry.referenceData().artifact(), "reference.json");
        }
        try (Stream<Path> files = Files.walk(ZOO)) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .map(
                                            file ->
                                                    ZOO.relativize(file)
                                                            .toString()
                                                            .replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(entered);
        }
    }

    @Test
    void folder_isSmallEnoughForAJar() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(ZOO)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isLessThan(LARGEST);
    }

    private static void add(Set<String> entered, Artifact artifact, String manifest) {
        entered.add(artifact.folder() + "/" + manifest);
        artifact.files().forEach(file -> entered.add(artifact.folder() + "/" + file.path()));
    }
}
