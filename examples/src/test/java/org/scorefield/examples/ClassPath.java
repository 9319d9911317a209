// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class path of the tests, for compilers and processes that a test starts. */
public final class ClassPath {

    private ClassPath() {}

    /**
     * The class path, also where a launcher has put the classes into a loader of its own.
     *
     * @return files and folders, separated as the system does
     */
    public static String ofTheTests() {
        if (ClassPath.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }
}
