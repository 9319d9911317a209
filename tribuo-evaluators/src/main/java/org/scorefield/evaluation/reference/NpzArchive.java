// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** NumPy's .npz: a zip of .npy entries, stored or deflated. The entry of fitting shape is read. */
final class NpzArchive {
    /** Names that say data rather than labels or statistics, in order of preference. */
    private static final List<String> PREFERRED =
            List.of("x", "x0", "images", "data", "samples", "arr_0", "x_test", "test_images");

    private NpzArchive() {}

    static Stored load(Path path, ReferenceOptions options) throws IOException, ReferenceException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            List<String> fitting = new ArrayList<>();
            List<String> all = new ArrayList<>();
            for (ZipEntry entry : zip.stream().toList()) {
                if (!entry.getName().endsWith(".npy")) {
                    continue;
                }
                try (DataInputStream in = open(zip, entry)) {
                    String name = path + "!" + entry.getName();
                    ArrayHeader header = NpyFormat.read(in, name);
                    all.add(array(entry) + " " + Arrays.toString(header.shape()));
                    new ArrayLoader(header, options, name).layout();
                    fitting.add(array(entry));
                } catch (ReferenceException e) {
                    // This entry is not the data; the message below lists what was there.
                    continue;
                }
            }
            return load(zip, choose(fitting, all, path, options), options);
        } catch (ZipException e) {
            throw new ReferenceException(
                    path + ": expected a whole .npz, found " + e.getMessage() + "; get it anew", e);
        }
    }

    private static Stored load(ZipFile zip, String array, ReferenceOptions options)
            throws IOException, ReferenceException {
        String name = zip.getName() + "!" + array + ".npy";
        try (DataInputStream in = open(zip, new ZipEntry(array + ".npy"))) {
            Stored stored = new ArrayLoader(NpyFormat.read(in, name), options, name).load(in);
            return new Stored(
                    stored.values(),
                    stored.kind(),
                    stored.available(),
                    stored.note() + ", array " + array);
        }
    }

    private static String choose(
            List<String> fitting, List<String> all, Path path, ReferenceOptions options)
            throws ReferenceException {
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        for (String name : PREFERRED) {
            if (fitting.contains(name)) {
                return name;
            }
        }
        throw new ReferenceException(
                path
                        + ": expected one array of samples of shape "
                        + Arrays.toString(options.shape())
                        + ", found "
                        + (all.isEmpty() ? "no arrays" : String.join(", ", all))
                        + "; save the data alone, or name it x");
    }

    private static String array(ZipEntry entry) {
        return entry.getName().substring(0, entry.getName().length() - ".npy".length());
    }

    private static DataInputStream open(ZipFile zip, ZipEntry entry) throws IOException {
        var in = zip.getInputStream(entry);
        if (in == null) {
            throw new ZipException("no entry " + entry.getName());
        }
        return new DataInputStream(new BufferedInputStream(in, 1 << 16));
    }
}
