// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.Container;
import org.scorefield.examples.service.catalog.UploadException.Reason;
import org.scorefield.examples.subject.Inspection;
import org.scorefield.examples.subject.Subject;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;

/** The checkpoints that can be audited: entries of the zoo by name, uploads by id. */
public final class Checkpoints {

    private final UploadStore uploads;
    private final Programs programs;
    private final Architectures architectures =
            Architectures.load(Objects.requireNonNull(Checkpoints.class.getClassLoader()));

    /**
     * The zoo and a store.
     *
     * @param uploads nobody else adds to it
     * @param programs what to do with TorchScript
     */
    public Checkpoints(UploadStore uploads, Programs programs) {
        this.uploads = uploads;
        this.programs = programs;
    }

    /**
     * The architectures that checkpoints are built with.
     *
     * @return the architectures that checkpoints are built with
     */
    public Architectures architectures() {
        return architectures;
    }

    /**
     * The uploads, the oldest first.
     *
     * @return the uploads, the oldest first
     */
    public List<Upload> uploads() {
        return uploads.uploads();
    }

    /**
     * Takes a checkpoint in and looks at it. One that is refused is not kept.
     *
     * @param incoming the file and its card
     * @param inUse ids that may not be deleted to make room
     * @return the upload
     * @throws UploadException if it is not taken; a refused file says what {@code inspect} says
     * @throws IOException if it cannot be read or written
     */
    public Upload add(Incoming incoming, Predicate<String> inUse)
            throws UploadException, IOException {
        return uploads.add(incoming, inUse, this::check);
    }

    /**
     * Deletes an upload.
     *
     * @param id of the upload
     * @param inUse ids that may not be deleted
     * @return what it was; empty if there is none
     * @throws UploadException if it is in use
     * @throws IOException if its files cannot be deleted
     */
    public Optional<Upload> remove(String id, Predicate<String> inUse)
            throws UploadException, IOException {
        return uploads.remove(id, inUse);
    }

    private void check(Upload upload) throws UploadException, IOException {
        try {
            Checkpoint checkpoint = subject(upload).read();
            if (checkpoint.container() == Container.TORCHSCRIPT && programs == Programs.REFUSED) {
                throw new CheckpointException(
                        upload.file()
                                + ": container: expected weights, found TorchScript, which is a"
                                + " program; send the weights, or start the service with"
                                + " --allow-torchscript if you trust all who can reach it");
            }
            Inspection.of(checkpoint, architectures).toJson();
        } catch (CheckpointException e) {
            throw new UploadException(
                    Reason.REFUSED, upload.withoutPaths(Objects.toString(e.getMessage())));
        }
    }

    /**
     * Looks a checkpoint up.
     *
     * @param id the name of an entry of the zoo, or the id of an upload
     * @return the checkpoint; empty if there is none
     * @throws IOException if an entry cannot be unpacked
     */
    public Optional<Subject> find(String id) throws IOException {
        Optional<ZooEntry> entry = Zoo.find(id);
        return entry.isPresent()
                ? Optional.of(Subject.of(entry.get()))
                : uploads.find(id).map(Checkpoints::subject);
    }

    /**
     * What {@code inspect --json} says, with the name in place of the path.
     *
     * @param subject a checkpoint that was found here
     * @return a new object
     * @throws CheckpointException if it is refused
     */
    public JsonObject inspect(Subject subject) throws CheckpointException {
        JsonObject json = Inspection.of(subject.read(), architectures).toJson();
        json.remove("path");
        json.addProperty("name", subject.name());
        return json;
    }

    private static Subject subject(Upload upload) {
        return new Subject(upload.name(), upload.file(), upload.card(), Optional.empty());
    }
}
