// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;

/**
 * A checkpoint of the zoo and its held-out reference data, as files inside the jar.
 *
 * @param about what it is
 * @param training how it came about
 * @param artifact the files of the checkpoint; a card is the file card.json among them
 * @param referenceData the held-out data
 */
public record ZooEntry(
        About about, Training training, Artifact artifact, ZooReference referenceData) {

    private static final String CARD = "card.json";

    /**
     * The name of the entry.
     *
     * @return the name, which is that of its folder, too
     */
    public String name() {
        return about.name();
    }

    /**
     * What it is.
     *
     * @return a few words
     */
    public String description() {
        return about.description();
    }

    /**
     * The licences.
     *
     * @return the licence of the weights and of the reference data
     */
    public String licence() {
        return about.licence() + "; reference data " + referenceData.licence();
    }

    /**
     * The files of the checkpoint.
     *
     * @return the files, relative to the entry's folder
     */
    public List<ZooFile> files() {
        return artifact.files();
    }

    /**
     * Puts the files into DJL's cache folder; see {@link Artifact#unpack(Path)}.
     *
     * @return what a checkpoint reader takes: the directory, or the weight file in it
     * @throws CheckpointException if a file is missing or is not the one that was entered
     * @throws IOException if the folder cannot be written
     */
    public Path unpack() throws IOException {
        return artifact.unpack();
    }

    /**
     * Puts the files into a folder; see {@link Artifact#unpack(Path)}.
     *
     * @param folder where a directory for them is made
     * @return what a checkpoint reader takes: the directory, or the weight file in it
     * @throws CheckpointException if a file is missing or is not the one that was entered
     * @throws IOException if the folder cannot be written
     */
    public Path unpack(Path folder) throws IOException {
        return artifact.unpack(folder);
    }

    /**
     * The card that says what the checkpoint does not say about itself.
     *
     * @return the card's file in DJL's cache folder; empty if the checkpoint needs none
     * @throws CheckpointException if a file is missing or is not the one that was entered
     * @throws IOException if the folder cannot be written
     */
    public Optional<Path> card() throws IOException {
        return has(CARD) ? Optional.of(file(CARD)) : Optional.empty();
    }

    /**
     * One of the files, in DJL's cache folder: the card, or what comes with the checkpoint, such as
     * a decoder of latents.
     *
     * @param path as {@link #files} names it
     * @return the file
     * @throws IllegalArgumentException if the entry has no such file
     * @throws CheckpointException if a file is missing or is not the one that was entered
     * @throws IOException if the folder cannot be written
     */
    public Path file(String path) throws IOException {
        if (!has(path)) {
            throw new IllegalArgumentException(
                    String.format(
                            "path: expected a file of %s, one of %s, found %s; correct it",
                            name(),
                            String.join(", ", files().stream().map(ZooFile::path).toList()),
                            path));
        }
        return directory().resolve(path);
    }

    /** The folder of all files, in DJL's cache folder. */
    Path directory() throws IOException {
        return new Artifact(artifact.folder(), "", artifact.files()).unpack();
    }

    private boolean has(String path) {
        return files().stream().map(ZooFile::path).anyMatch(path::equals);
    }

    /**
     * Unpacks and reads the checkpoint, with its card if it has one.
     *
     * @return the checkpoint; its tensors stay in the file in DJL's cache folder
     * @throws CheckpointException if a file is missing, damaged or cannot be read
     * @throws IOException if the folder cannot be written
     */
    public Checkpoint read() throws IOException {
        Optional<Path> card = card();
        return card.isPresent()
                ? CheckpointReader.read(unpack(), Card.read(card.get()))
                : CheckpointReader.read(unpack());
    }

    /**
     * Unpacks, compiles and loads the checkpoint on the processor.
     *
     * @return the model, which the caller closes
     * @throws CheckpointException if a file is missing, damaged or cannot be read
     * @throws IOException if a folder cannot be written
     */
    public DiffusionModel load() throws IOException {
        return DiffusionModel.load(
                read(),
                Architectures.load(ZooEntry.class.getClassLoader()),
                NetworkOptions.defaults());
    }

    /**
     * The held-out reference data, in DJL's cache folder.
     *
     * @return a file that reference readers take
     * @throws CheckpointException if a file is missing or is not the one that was entered
     * @throws IOException if the folder cannot be written
     */
    public Path reference() throws IOException {
        return referenceData.artifact().unpack();
    }
}
