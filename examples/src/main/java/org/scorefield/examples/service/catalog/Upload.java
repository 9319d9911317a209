// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that was uploaded.
 *
 * @param id the SHA-256 of the file; with a card, a hyphen and the first digits of the card's
 * @param name as the one who sent it calls it, reduced to letters that every file system takes
 * @param bytes size of the file
 * @param file where it is
 * @param card where its card is, if one came with it
 * @param added when it came
 */
public record Upload(
        String id, String name, long bytes, Path file, Optional<Path> card, Instant added) {

    /**
     * A sentence about the file, with its name in place of the server's paths.
     *
     * @param sentence about the file
     * @return a sentence about the file, with its name in place of the server's paths
     */
    public String withoutPaths(String sentence) {
        String text = sentence.replace(file.toString(), name);
        return card.map(path -> text.replace(path.toString(), "card")).orElse(text);
    }
}
