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

class ZooTest {

    @TempDir Path folder;

    static List<ZooEntry> entries() {
        return Zoo.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void unpack_everyEntry_writesItsFiles(ZooEntry entry) throws IOException {
        Path directory = entry.unpack(folder);
        for (String file : entry.files()) {
            assertThat(directory.resolve(file)).isNotEmptyFile();
        }
        assertThat(directory.resolve(entry.referenceFile())).isNotEmptyFile();
        assertThat(children()).containsExactly(directory);
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
    void entry_unknown_isRefusedWithTheNames() {
        assertThatThrownBy(() -> Zoo.entry("cifar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name: expected one of fashion-mnist-ddpm, found cifar; correct it");
    }

    private List<Path> children() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }
}
