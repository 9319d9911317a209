// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import java.util.regex.Pattern;

/**
 * A file of the zoo.
 *
 * @param path relative to its folder, with slashes, never leading out of it
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
 */
public record ZooFile(String path, String sha256) {

    private static final Pattern PATH = Pattern.compile("[\\w][\\w.-]*(/[\\w][\\w.-]*)*");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * Refuses a path that leads elsewhere, and a text that is no hash.
     *
     * @param path relative to its folder, with slashes, never leading out of it
     * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
     */
    public ZooFile {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "path: expected names joined by slashes, none with a leading dot, found "
                            + path
                            + "; correct the entry");
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "sha256: expected 64 hexadecimal digits for "
                            + path
                            + ", found "
                            + sha256
                            + "; let training/zoo_entry.py write it");
        }
    }
}
