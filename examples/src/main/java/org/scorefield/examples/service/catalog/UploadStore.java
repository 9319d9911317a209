// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.scorefield.examples.service.catalog.UploadException.Reason;

/**
 * Files that were uploaded, each in a folder of its own that is called by its id. They are read,
 * never executed, and bounded in size, number and age.
 */
public final class UploadStore {

    private static final int BUFFER = 1 << 16;
    private static final int CARD_DIGITS = 12;

    /** No name that comes in begins with a dot. */
    private static final String CARDS = ".card";

    private static final String CARD = "card.json";

    private final Path folder;
    private final UploadLimits limits;
    private final Clock clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private record Kept(Upload upload, Instant used) {}

    /** What looks at a file before anybody can find it, and refuses it by what it throws. */
    @FunctionalInterface
    interface Check {
        void check(Upload upload) throws UploadException, IOException;
    }

    /**
     * An empty store.
     *
     * @param folder made where it is missing; nothing else may write there
     * @param limits how much is kept
     * @param clock dates the files
     * @throws IOException if the folder cannot be made
     */
    public UploadStore(Path folder, UploadLimits limits, Clock clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes a file in. The same bytes with the same card are kept once.
     *
     * @param incoming the file
     * @param inUse ids that may not be deleted to make room
     * @return the upload
     * @throws UploadException if it is too large, or there is no room
     * @throws IOException if it cannot be read or written
     */
    public Upload add(Incoming incoming, Predicate<String> inUse)
            throws UploadException, IOException {
        return add(incoming, inUse, upload -> {});
    }

    /** Takes a file in, unless the check refuses it. Until then nobody finds it. */
    Upload add(Incoming incoming, Predicate<String> inUse, Check check)
            throws UploadException, IOException {
        makeRoom(inUse);
        Path staged = Files.createTempDirectory(folder, "incoming");
        try {
            String hash = receive(incoming.body(), staged.resolve(incoming.name()));
            String id =
                    incoming.card()
                            .map(card -> hash + "-" + sha256(card).substring(0, CARD_DIGITS))
                            .orElse(hash);
            if (incoming.card().isPresent()) {
                Path cards = Files.createDirectories(staged.resolve(CARDS));
                Files.writeString(cards.resolve(CARD), incoming.card().get());
            }
            check.check(at(staged, id, incoming));
            return keep(id, incoming, staged);
        } finally {
            deleteFolder(staged);
        }
    }

    /**
     * The upload of an id, which counts as used now.
     *
     * @param id of the upload or audit
     * @return the upload of an id, which counts as used now
     */
    public synchronized Optional<Upload> find(String id) {
        Kept found = kept.computeIfPresent(id, (key, old) -> new Kept(old.upload, clock.instant()));
        return Optional.ofNullable(found).map(Kept::upload);
    }

    /**
     * All uploads, the oldest first.
     *
     * @return all uploads, the oldest first
     */
    public synchronized List<Upload> uploads() {
        return kept.values().stream().map(Kept::upload).toList();
    }

    /**
     * Deletes an upload, if it is there.
     *
     * @param id of the upload
     * @throws IOException if its files cannot be deleted
     */
    public synchronized void remove(String id) throws IOException {
        Kept gone = kept.remove(id);
        if (gone != null) {
            deleteFolder(folder.resolve(id));
        }
    }

    /** Deletes an upload that nothing needs, and gives back what it was; empty if none is there. */
    synchronized Optional<Upload> remove(String id, Predicate<String> inUse)
            throws UploadException, IOException {
        Optional<Upload> there = Optional.ofNullable(kept.get(id)).map(Kept::upload);
        if (there.isPresent() && inUse.test(id)) {
            throw new UploadException(
                    Reason.IN_USE,
                    "upload: expected one that no audit needs, found "
                            + id
                            + " in use; cancel the audit or wait for its end");
        }
        remove(id);
        return there;
    }

    /**
     * Deletes a folder of files and folders.
     *
     * @param folder nothing happens where it is missing
     * @throws IOException if something in it cannot be deleted
     */
    public static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private synchronized void makeRoom(Predicate<String> inUse)
            throws UploadException, IOException {
        Instant oldest = clock.instant().minus(limits.age());
        List<Kept> idle =
                kept.values().stream()
                        .filter(file -> !inUse.test(file.upload.id()))
                        .sorted(Comparator.comparing(Kept::used))
                        .toList();
        for (Kept file : idle) {
            if (kept.size() >= limits.files() || file.used.isBefore(oldest)) {
                remove(file.upload.id());
            }
        }
        if (kept.size() >= limits.files()) {
            throw new UploadException(
                    Reason.NO_ROOM,
                    "uploads: expected room for another file, found "
                            + kept.size()
                            + " in use by audits; send it again when one has ended");
        }
    }

    private String receive(InputStream body, Path part) throws UploadException, IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                size += n;
                if (size > limits.bytes()) {
                    throw new UploadException(
                            Reason.TOO_LARGE,
                            "body: expected at most "
                                    + limits.bytes()
                                    + " bytes, found more; start the service with a larger"
                                    + " --max-upload-mib");
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private synchronized Upload keep(String id, Incoming incoming, Path staged) throws IOException {
        Optional<Upload> there = find(id);
        if (there.isPresent()) {
            return there.get();
        }
        Path own = folder.resolve(id);
        Files.move(staged, own, StandardCopyOption.ATOMIC_MOVE);
        Upload upload = at(own, id, incoming);
        kept.put(id, new Kept(upload, upload.added()));
        return upload;
    }

    private Upload at(Path own, String id, Incoming incoming) throws IOException {
        Path file = own.resolve(incoming.name());
        return new Upload(
                id,
                incoming.name(),
                Files.size(file),
                file,
                incoming.card().map(text -> own.resolve(CARDS).resolve(CARD)),
                clock.instant());
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
