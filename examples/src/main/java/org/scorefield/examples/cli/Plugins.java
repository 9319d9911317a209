// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipFile;

/** Jars that a user adds to the class path of one run. */
final class Plugins {

    private Plugins() {}

    /**
     * Makes a class loader that sees the program and some jars.
     *
     * @param jars files; none gives the program's own loader. Not modified.
     * @return a loader to look for services in; it lives as long as the process
     * @throws IllegalArgumentException if one is not a file or not a jar
     */
    static ClassLoader loader(List<Path> jars) {
        ClassLoader own = Objects.requireNonNull(Plugins.class.getClassLoader());
        if (jars.isEmpty()) {
            return own;
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalArgumentException(
                        "plugin: expected a jar, found no file at " + jar + "; check the path");
            }
            requireArchive(jar);
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(
                        "plugin: expected a jar on a local disk, found " + jar + "; copy it there",
                        e);
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), own);
    }

    /** A class loader passes over what is no archive without a word. */
    private static void requireArchive(Path jar) {
        try (ZipFile archive = new ZipFile(jar.toFile())) {
            archive.size();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "plugin: expected a jar, found another kind of file at "
                            + jar
                            + "; build it with jar or Maven",
                    e);
        }
    }
}
