// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;

/**
 * A checkpoint as commands name it: a path, or an entry of the zoo.
 *
 * @param name what to call it
 * @param path the file or directory
 * @param card the entry's own card
 * @param reference the entry's own reference data
 */
public record Subject(String name, Path path, Optional<Path> card, Optional<Path> reference) {

    /**
     * The file or directory at the path; where there is none, the zoo's entry of that name.
     *
     * @param given the argument of a command
     * @return the checkpoint; a path with nothing there and no entry's name is left to its reader
     * @throws IOException if an entry cannot be unpacked
     */
    public static Subject of(Path given) throws IOException {
        Optional<ZooEntry> entry =
                Files.exists(given) ? Optional.empty() : Zoo.find(given.toString());
        return entry.isPresent()
                ? of(entry.get())
                : new Subject(given.toString(), given, Optional.empty(), Optional.empty());
    }

    /**
     * An entry of the zoo.
     *
     * @throws IOException if it cannot be unpacked
     * @param entry of the zoo
     * @return an entry of the zoo
     */
    public static Subject of(ZooEntry entry) throws IOException {
        return new Subject(
                entry.name(), entry.unpack(), entry.card(), Optional.of(entry.reference()));
    }

    /**
     * A sentence about the checkpoint, with its name in place of paths.
     *
     * @param sentence about the checkpoint
     * @return the sentence, which names no file of this machine
     */
    public String withoutPaths(String sentence) {
        String text = sentence.replace(path.toString(), name);
        return card.map(file -> text.replace(file.toString(), "card")).orElse(text);
    }

    /**
     * Reads the checkpoint, with its own card if it has one.
     *
     * @return what it holds; its tensors stay in the file
     * @throws CheckpointException if it is refused
     */
    public Checkpoint read() throws CheckpointException {
        return card.isPresent()
                ? CheckpointReader.read(path, Card.read(card.get()))
                : CheckpointReader.read(path);
    }
}
