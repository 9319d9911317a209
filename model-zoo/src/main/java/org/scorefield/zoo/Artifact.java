// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * Files that belong together in a folder of the jar. Every use of them checks their SHA-256.
 *
 * @param folder the folder, relative to this package
 * @param main the file to open, or empty for the folder itself
 * @param files all files, in the order in which they are named
 */
public record Artifact(String folder, String main, List<ZooFile> files) {

    private static final int HASH_DIGITS = 16;

    /**
     * Copies the list.
     *
     * @param folder the folder, relative to this package
     * @param main the file to open, or empty for the folder itself
     * @param files all files, in the order in which they are named
     */
    public Artifact {
        files = List.copyOf(files);
        if (!main.isEmpty() && files.stream().map(ZooFile::path).noneMatch(main::equals)) {
            throw new IllegalArgumentException(
                    "main: expected one of the files of "
                            + folder
                            + ", found "
                            + main
                            + "; correct the entry");
        }
    }

    /**
     * Puts the files into DJL's cache folder; see {@link #unpack(Path)}.
     *
     * @return the file to open, or the directory
     * @throws CheckpointException if a file is missing or is not the one that was entered
     * @throws IOException if the folder cannot be written
     */
    public Path unpack() throws IOException {
        return unpack(Utils.getCacheDir().resolve("scorefield").resolve("zoo"));
    }

    /**
     * Puts the files where readers find them. The directory is named after their hashes, so it is
     * written once, and two processes that do so at once do no harm. Files that are there already
     * are hashed again.
     *
     * @param target where the directory is made, if it is not there yet
     * @return the file to open, or the directory
     * @throws CheckpointException if a file is missing or is not the one that was entered: with its
     *     name, the expected and the found hash
     * @throws IOException if the folder cannot be written
     */
    public Path unpack(Path target) throws IOException {
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        Path directory = target.resolve(name + "-" + listHash().substring(0, HASH_DIGITS));
        if (Files.isDirectory(directory)) {
            for (ZooFile file : files) {
                checkUnpacked(directory, file);
            }
            return directory.resolve(main);
        }
        Files.createDirectories(target);
        Path partial = Files.createTempDirectory(target, name + "-");
        try {
            for (ZooFile file : files) {
                copy(file, partial.resolve(file.path()));
            }
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        } finally {
            delete(partial);
        }
        return directory.resolve(main);
    }

    private void copy(ZooFile file, Path target) throws IOException {
        String resource = folder + "/" + file.path();
        Files.createDirectories(target.getParent());
        try (InputStream in = Artifact.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw refused(resource, file, "none", "the jar is incomplete, fetch it again");
            }
            DigestInputStream hashed = new DigestInputStream(in, sha256());
            Files.copy(hashed, target);
            check(resource, file, hashed, "the jar is damaged, fetch it again");
        }
    }

    private static void checkUnpacked(Path directory, ZooFile file) throws IOException {
        Path path = directory.resolve(file.path());
        String remedy = "delete " + directory + ", it is unpacked again from the jar";
        if (!Files.isRegularFile(path)) {
            throw refused(path.toString(), file, "none", remedy);
        }
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(path), sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            check(path.toString(), file, in, remedy);
        }
    }

    private static void check(String what, ZooFile file, DigestInputStream read, String remedy)
            throws CheckpointException {
        String found = HexFormat.of().formatHex(read.getMessageDigest().digest());
        if (!found.equals(file.sha256())) {
            throw refused(what, file, found, remedy);
        }
    }

    private static CheckpointException refused(
            String what, ZooFile file, String found, String remedy) {
        return new CheckpointException(
                what
                        + ": expected the file with SHA-256 "
                        + file.sha256()
                        + ", found "
                        + found
                        + "; "
                        + remedy);
    }

    /** The hash of the lines HASH PATH, as sha256sum prints them. */
    private String listHash() {
        MessageDigest digest = sha256();
        for (ZooFile file : files) {
            String line = file.sha256() + "  " + file.path() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.deleteIfExists(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
