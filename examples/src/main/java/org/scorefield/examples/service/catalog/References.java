// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.scorefield.zoo.Zoo;
import org.scorefield.zoo.ZooEntry;

/** The reference data there are: those of the zoo's entries by name, uploads by id. */
public final class References {

    private final UploadStore uploads;

    /**
     * The zoo and a store.
     *
     * @param uploads nobody else adds to it
     */
    public References(UploadStore uploads) {
        this.uploads = uploads;
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
     * Takes data in. Whether they fit a checkpoint is seen when they are audited together.
     *
     * @param incoming .npy, .npz or idx
     * @param inUse ids that may not be deleted to make room
     * @return the upload
     * @throws UploadException if it is not taken
     * @throws IOException if it cannot be read or written
     */
    public Upload add(Incoming incoming, Predicate<String> inUse)
            throws UploadException, IOException {
        return uploads.add(incoming, inUse);
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

    /**
     * Looks data up.
     *
     * @param id the name of an entry of the zoo, or the id of an upload
     * @return the file; empty if there is none
     * @throws IOException if an entry cannot be unpacked
     */
    public Optional<Path> find(String id) throws IOException {
        Optional<ZooEntry> entry = Zoo.find(id);
        return entry.isPresent()
                ? Optional.of(entry.get().reference())
                : uploads.find(id).map(Upload::file);
    }
}
