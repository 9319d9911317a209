// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.djl.checkpoint.CheckpointException;

class ZooTest {

    private static final String OTHER_HASH = "0".repeat(64);

    @TempDir Path folder;

    static List<ZooEntry> entries() {
        return Zoo.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void unpack_everyEntry_writesItsFiles(ZooEntry entry) throws IOException {
        Path opened = entry.unpack(folder);
        assertThat(opened).exists();
        assertThat(children()).hasSize(1);
        for (ZooFile file : entry.files()) {
            assertThat(children().get(0).resolve(file.path())).isNotEmptyFile();
        }
    }

    @Test
    void unpack_again_writesNothing() throws IOException {
        Path first = Zoo.defaultEntry().unpack(folder);
        FileTime written = Files.getLastModifiedTime(first.resolve("model_index.json"));
        assertThat(Zoo.defaultEntry().unpack(folder)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.resolve("model_index.json"))).isEqualTo(written);
    }

    @Test
    void unpack_fourAtOnce_leavesOneDirectory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Path> unpack = () -> Zoo.defaultEntry().unpack(folder);
            for (Future<Path> path : threads.invokeAll(List.of(unpack, unpack, unpack, unpack))) {
                assertThat(path.get().resolve("model_index.json")).isNotEmptyFile();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(children()).hasSize(1);
    }

    @Test
    void unpack_fileThatDiffersFromItsEntry_isRefusedWithBothHashes() {
        String index = "model_index.json";
        List<ZooFile> files =
                entered().files().stream()
                        .map(f -> f.path().equals(index) ? new ZooFile(index, OTHER_HASH) : f)
                        .toList();
        assertThatThrownBy(() -> new Artifact(entered().folder(), "", files).unpack(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "fashion-mnist-ddpm/model_index.json: expected the file with SHA-256 "
                                + OTHER_HASH
                                + ", found "
                                + hash(index)
                                + "; the jar is damaged, fetch it again");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unpack_fileThatIsMissing_isRefused() {
        List<ZooFile> files = List.of(new ZooFile("unet/gone.safetensors", OTHER_HASH));
        assertThatThrownBy(() -> new Artifact(entered().folder(), "", files).unpack(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "fashion-mnist-ddpm/unet/gone.safetensors: expected the file with SHA-256 "
                                + OTHER_HASH
                                + ", found none; the jar is incomplete, fetch it again");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unpack_fileChangedSince_isRefusedWithBothHashes() throws IOException {
        Path directory = entered().unpack(folder);
        Path index = directory.resolve("model_index.json");
        Files.writeString(index, "abc");
        // SHA-256 of "abc": FIPS 180-4, example B.1
        assertThatThrownBy(() -> entered().unpack(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(
                        index + ": expected the file with SHA-256 " + hash("model_index.json"))
                .hasMessageContaining(
                        "found ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                .hasMessageContaining("delete " + directory);
        Files.delete(index);
        assertThatThrownBy(() -> entered().unpack(folder)).hasMessageContaining("found none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a//b", "a/../b", "", ".git"})
    void file_thatLeadsElsewhere_isRefused(String path) {
        assertThatThrownBy(() -> new ZooFile(path, OTHER_HASH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path: expected names joined by slashes");
    }

    @Test
    void file_withoutAHash_isRefused() {
        assertThatThrownBy(() -> new ZooFile("a", "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 hexadecimal digits for a, found none");
    }

    @Test
    void artifact_whoseMainFileIsNotEntered_isRefused() {
        assertThatThrownBy(() -> new Artifact("x", "model.pt", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found model.pt");
    }

    @Test
    void find_unknown_isEmpty() {
        assertThat(Zoo.find("../fashion-mnist-ddpm")).isEmpty();
        assertThat(Zoo.find(Zoo.defaultEntry().name())).contains(Zoo.defaultEntry());
    }

    @Test
    void entry_unknown_isRefusedWithTheNames() {
        assertThatThrownBy(() -> Zoo.entry("cifar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name: expected one of fashion-mnist-ddpm")
                .hasMessageEndingWith(", found cifar; correct it");
    }

    private static Artifact entered() {
        return Zoo.defaultEntry().artifact();
    }

    private static String hash(String path) {
        return entered().files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .sha256();
    }

    private List<Path> children() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }
}
