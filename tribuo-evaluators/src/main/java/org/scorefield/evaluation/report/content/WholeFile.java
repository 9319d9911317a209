// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a reader finds whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a text beside its place, then moves it there; makes the folder where it is missing.
     *
     * @param file where to
     * @param text what, in UTF-8
     * @throws IOException if the folder or the file cannot be written
     */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path partial =
                file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.writeString(partial, text);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
