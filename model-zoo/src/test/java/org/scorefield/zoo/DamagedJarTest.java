// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.CheckpointException;

/** A jar with one entry of the zoo, some byte of which has changed on its way. */
class DamagedJarTest {

    private static final String PACKAGE = "org/scorefield/zoo/";
    private static final String NAME = "circles-velocity-2";
    private static final String WEIGHTS = PACKAGE + NAME + "/network.pt";

    /** A byte among the weights. */
    private static final int PLACE = 9_000;

    @TempDir Path folder;

    private final Map<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void read() throws IOException {
        for (Class<?> type :
                List.of(
                        About.class,
                        Artifact.class,
                        Manifests.class,
                        Training.class,
                        Training.Data.class,
                        Training.Point.class,
                        Zoo.class,
                        ZooEntry.class,
                        ZooFile.class,
                        ZooReference.class)) {
            put(type.getName().replace('.', '/') + ".class");
        }
        put(PACKAGE + "index.json");
        put(PACKAGE + "references/circles-2/reference.json");
        for (String file : List.of("entry.json", "card.json", "network.pt")) {
            put(PACKAGE + NAME + "/" + file);
        }
    }

    @Test
    void unpack_ofAWholeJar_givesTheCheckpoint() throws Exception {
        assertThat(unpack()).isNotEmptyFile();
    }

    @Test
    void unpack_ofAJarWithAnotherByte_isRefusedWithBothHashes() throws Exception {
        String expected = hash(WEIGHTS);
        byte[] weights = files.get(WEIGHTS).clone();
        weights[PLACE] ^= 1;
        files.put(WEIGHTS, weights);
        assertThat(hash(WEIGHTS)).isNotEqualTo(expected);
        assertThatThrownBy(this::unpack)
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        NAME
                                + "/network.pt: expected the file with SHA-256 "
                                + expected
                                + ", found "
                                + hash(WEIGHTS)
                                + "; the jar is damaged, fetch it again");
    }

    @Test
    void unpack_ofAJarWithoutTheFile_isRefused() throws Exception {
        String expected = hash(WEIGHTS);
        files.remove(WEIGHTS);
        assertThatThrownBy(this::unpack)
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        NAME
                                + "/network.pt: expected the file with SHA-256 "
                                + expected
                                + ", found none; the jar is incomplete, fetch it again");
    }

    /** Unpacks the entry by the classes and files of the jar alone. */
    private Path unpack() throws Exception {
        Path jar = folder.resolve("zoo.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, new WithoutTheZoo())) {
            Object entry =
                    loader.loadClass(Zoo.class.getName())
                            .getMethod("entry", String.class)
                            .invoke(null, NAME);
            return (Path)
                    entry.getClass()
                            .getMethod("unpack", Path.class)
                            .invoke(entry, folder.resolve("unpacked"));
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    private void put(String resource) throws IOException {
        try (InputStream in = Zoo.class.getClassLoader().getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            files.put(resource, in.readAllBytes());
        }
    }

    private String hash(String file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(files.get(file)));
    }

    /** All classes and files of the tests but those of the zoo. */
    private static final class WithoutTheZoo extends ClassLoader {
        WithoutTheZoo() {
            super(DamagedJarTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.scorefield.zoo.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public @Nullable URL getResource(String name) {
            return name.startsWith(PACKAGE) ? null : super.getResource(name);
        }
    }
}
