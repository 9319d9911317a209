// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder of other people's checkpoints beside the checkout. */
final class SharedCheckpoints {

    private SharedCheckpoints() {}

    /** Returns the folder; skips the test, loudly, where there is none. */
    static Path folder() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path folder = dir.resolve("shared").resolve("checkpoints");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return abort("SKIPPED: no folder shared/checkpoints beside this checkout or above it");
    }
}
