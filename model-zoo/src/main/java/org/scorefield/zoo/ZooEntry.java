// SPDX-License-Identifier: Apache-2.0
package org.scorefield.zoo;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkpoint of the zoo and its held-out reference data, as files inside the jar.
 *
 * @param name the name of the entry, and of its folder
 * @param description what it is, in a few words
 * @param licence the licence of the weights and of the reference data
 * @param files the files of the checkpoint, a diffusers directory, relative to the entry's folder
 * @param referenceFile the file of the reference data, relative to the entry's folder
 */
public record ZooEntry(
        String name, String description, String licence, List<String> files, String referenceFile) {

    private static final int HASH_DIGITS = 16;

    /** Copies the list. */
    public ZooEntry {
        files = List.copyOf(files);
    }

    /**
     * Puts the files into DJL's cache folder; see {@link #unpack(Path)}.
     *
     * @return the checkpoint's directory
     * @throws IOException if the folder cannot be written
     */
    public Path unpack() throws IOException {
        return unpack(Utils.getCacheDir().resolve("scorefield").resolve("zoo"));
    }

    /**
     * Puts the files where a checkpoint reader finds them. The directory is named after their
     * content, so it is written once, and two processes that do so at once do no harm.
     *
     * @param folder where the directory is made, if it is not there yet
     * @return the checkpoint's directory, a diffusers pipeline with the reference data beside it
     * @throws IOException if the folder cannot be written
     */
    public Path unpack(Path folder) throws IOException {
        Path directory = folder.resolve(name + "-" + contentHash());
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Files.createDirectories(folder);
        Path partial = Files.createTempDirectory(folder, name + "-");
        try {
            for (String file : allFiles()) {
                Path target = partial.resolve(file);
                Files.createDirectories(target.getParent());
                try (InputStream in = open(file)) {
                    Files.copy(in, target);
                }
            }
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        } finally {
            delete(partial);
        }
        return directory;
    }

    /**
     * The held-out reference data, in DJL's cache folder.
     *
     * @return a file that reference readers take
     * @throws IOException if the folder cannot be written
     */
    public Path reference() throws IOException {
        return unpack().resolve(referenceFile);
    }

    private List<String> allFiles() {
        List<String> all = new ArrayList<>(files);
        all.add(referenceFile);
        return all;
    }

    private InputStream open(String file) {
        String resource = name + "/" + file;
        InputStream in = ZooEntry.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(
                    "zoo: expected " + resource + " in the jar, found none; build it again");
        }
        return in;
    }

    private String contentHash() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        byte[] buffer = new byte[1 << 16];
        for (String file : allFiles()) {
            try (InputStream in = open(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
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
