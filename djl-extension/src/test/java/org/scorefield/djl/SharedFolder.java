// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Other people's checkpoints, which the repository does not hold: a folder beside the checkout. */
public final class SharedFolder {

    private SharedFolder() {}

    /**
     * The path of something in the folder; skips the test, saying so, where the folder is absent.
     *
     * @param relative path inside of the folder
     * @return an existing path
     */
    public static Path require(String relative) {
        Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path found = folder.resolve("shared").resolve(relative);
            if (Files.exists(found)) {
                return found;
            }
        }
        String message =
                "SKIPPED: no folder \"shared\" with " + relative + " above " + start + " was found";
        System.err.println(message);
        return Assumptions.abort(message);
    }
}
