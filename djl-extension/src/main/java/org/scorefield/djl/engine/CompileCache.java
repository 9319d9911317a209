// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.engine;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * Compiled models by the hash of what they were compiled from.
 *
 * <p>An entry is made under a name of its own and moved to its place in one step, so a reader never
 * sees half of one, and of two processes that make the same entry one finds the other's and drops
 * its own. An entry is checked on every use, and made anew if it is damaged.
 */
final class CompileCache {

    /** The folder, in the options, in this system property, or in the cache folder of DJL. */
    static final String PROPERTY = "org.scorefield.cache";

    private final Path folder;

    CompileCache(Path folder) {
        this.folder = folder;
    }

    static CompileCache of(NetworkOptions options) {
        return new CompileCache(options.cacheDirectory().orElseGet(CompileCache::defaultFolder));
    }

    private static Path defaultFolder() {
        String property = System.getProperty(PROPERTY);
        return property == null || property.isEmpty()
                ? Utils.getCacheDir().resolve("scorefield")
                : Path.of(property);
    }

    /** Makes a model in an empty directory. */
    interface Maker {
        ModelDirectory make(Path directory) throws IOException;
    }

    /** The entry of a key, made if it is missing or damaged. */
    ModelDirectory get(String key, Maker maker) throws IOException {
        Path entry = folder.resolve(key);
        if (Files.isDirectory(entry)) {
            try {
                return ModelDirectory.open(entry);
            } catch (CheckpointException damaged) {
                discard(entry);
            }
        }
        Path own = folder.resolve(key + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new IOException(
                    folder
                            + ": expected a cache folder that can be written, found "
                            + e
                            + "; choose another with -D"
                            + PROPERTY
                            + "=DIR",
                    e);
        }
        try {
            return publish(maker.make(own), entry);
        } finally {
            delete(own);
        }
    }

    private static ModelDirectory publish(ModelDirectory own, Path entry) throws IOException {
        try {
            Files.move(own.path(), entry, StandardCopyOption.ATOMIC_MOVE);
            return new ModelDirectory(entry, own.card(), own.manifest());
        } catch (FileSystemException e) {
            if (!Files.isDirectory(entry)) {
                throw e;
            }
            return ModelDirectory.open(entry); // another process was first: as good as ours
        }
    }

    private static void discard(Path entry) throws IOException {
        Path aside = entry.resolveSibling(entry.getFileName() + "." + UUID.randomUUID() + ".bad");
        try {
            Files.move(entry, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            return; // another process discarded it
        }
        delete(aside);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
