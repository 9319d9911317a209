// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads reference data: .npy, .npz, idx, each of .npy and idx also gzipped, or a folder of images
 * (a folder without images but with one fitting array file stands for that file).
 *
 * <p>Formats are told by content, not by name. At most {@link ReferenceOptions#limit} samples are
 * kept, evenly spread over the source, so memory is bounded whatever the file. How stored numbers
 * are given a meaning is documented in the module's README and written into the provenance.
 *
 * <pre>{@code
 * ReferenceData data =
 *         ReferenceReader.read(
 *                 Path.of("t10k-images-idx3-ubyte.gz"),
 *                 ReferenceOptions.of(new long[] {1, 28, 28}, new double[] {-0.5, 0.5}));
 * }</pre>
 */
public final class ReferenceReader {
    private static final Pattern ARRAYS =
            Pattern.compile("(\\.npy|\\.npz|[.-]idx\\d*-?\\w*|\\.idx)(\\.gz)?$");

    private ReferenceReader() {}

    /**
     * Reads samples and maps them to the checkpoint's range.
     *
     * @param path file or folder
     * @param options shape and range that the checkpoint takes
     * @return the data
     * @throws ReferenceException where the data cannot serve: missing, of another shape, truncated,
     *     not finite, constant, or outside any known range
     */
    public static ReferenceData read(Path path, ReferenceOptions options)
            throws ReferenceException {
        if (!Files.exists(path)) {
            throw new ReferenceException(
                    path + ": expected a file or folder, found nothing; check the path");
        }
        try {
            return Files.isDirectory(path) ? folder(path, options) : file(path, options);
        } catch (EOFException | ZipException e) {
            throw new ReferenceException(
                    path + ": expected a whole file, found it damaged or truncated; get it anew",
                    e);
        } catch (IOException e) {
            throw new ReferenceException(
                    path + ": expected a readable file, found " + e.getMessage() + "; check it", e);
        } catch (ArithmeticException e) {
            throw new ReferenceException(
                    path + ": expected sizes below 2^63, found more; the header is damaged", e);
        }
    }

    private static ReferenceData folder(Path path, ReferenceOptions options)
            throws IOException, ReferenceException {
        if (ImageFolder.images(path).isEmpty()) {
            return soleFile(path, options);
        }
        Sha256 hash = new Sha256();
        Stored stored = new ImageFolder(path, options).load(hash);
        return finish(path, "images", stored, hash, options);
    }

    /** The one array file of a folder without images that holds data of the right shape. */
    private static ReferenceData soleFile(Path folder, ReferenceOptions options)
            throws IOException, ReferenceException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(ReferenceReader::array).sorted().toList();
        }
        List<ReferenceData> fitting = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (Path file : files) {
            try {
                fitting.add(file(file, options));
            } catch (ReferenceException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (files.size() == 1) {
            throw new ReferenceException(refusals.get(0));
        }
        throw new ReferenceException(
                folder
                        + ": expected PNG, JPEG, BMP or GIF images, or one array file that holds"
                        + " samples of shape "
                        + Arrays.toString(options.shape())
                        + ", found "
                        + (files.isEmpty()
                                ? "neither"
                                : fitting.size()
                                        + " such among "
                                        + files.stream().map(Path::getFileName).toList())
                        + "; name the file itself");
    }

    private static boolean array(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(path) && ARRAYS.matcher(name).find() && !name.startsWith(".");
    }

    private static ReferenceData file(Path path, ReferenceOptions options)
            throws IOException, ReferenceException {
        Sha256 hash = new Sha256();
        hash.add(path);
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(8);
        }
        if (starts(head, 'P', 'K')) {
            return finish(path, "npz", NpzArchive.load(path, options), hash, options);
        }
        boolean zipped = starts(head, 0x1f, 0x8b);
        try (DataInputStream in = open(path, zipped)) {
            in.mark(8);
            head = in.readNBytes(8);
            in.reset();
            String name = path.toString();
            String format = format(head, name);
            ArrayHeader header =
                    format.equals("npy") ? NpyFormat.read(in, name) : IdxFormat.read(in, name);
            ArrayLoader loader = new ArrayLoader(header, options, name);
            loader.layout();
            if (!zipped) {
                checkLength(path, header);
            }
            return finish(path, format, loader.load(in), hash, options);
        }
    }

    private static DataInputStream open(Path path, boolean zipped) throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        return new DataInputStream(
                new BufferedInputStream(zipped ? new GZIPInputStream(file) : file, 1 << 16));
    }

    private static String format(byte[] head, String name) throws ReferenceException {
        if (Arrays.equals(Arrays.copyOf(head, NpyFormat.MAGIC.length), NpyFormat.MAGIC)) {
            return "npy";
        }
        if (IdxFormat.matches(head)) {
            return "idx";
        }
        throw new ReferenceException(
                name
                        + ": expected .npy, .npz, idx (each as such or gzipped) or a folder of"
                        + " images, found another format; save with numpy.save, or put images into a"
                        + " folder");
    }

    private static boolean starts(byte[] head, int first, int second) {
        return head.length >= 2 && (head[0] & 0xff) == first && (head[1] & 0xff) == second;
    }

    private static void checkLength(Path path, ArrayHeader header)
            throws IOException, ReferenceException {
        long expected =
                Math.addExact(
                        header.start(),
                        Math.multiplyExact(header.elements(), header.type().bytes()));
        if (Files.size(path) < expected) {
            throw new ReferenceException(
                    path
                            + ": expected "
                            + expected
                            + " bytes, found "
                            + Files.size(path)
                            + "; the file is truncated, get it anew");
        }
    }

    private static ReferenceData finish(
            Path path, String format, Stored stored, Sha256 hash, ReferenceOptions options)
            throws ReferenceException {
        String problem = Values.problem(stored.values(), options.dimension());
        if (problem != null) {
            throw new ReferenceException(path + ": " + problem);
        }
        String mapping =
                RangeMapping.apply(stored.values(), stored.kind(), options, path.toString());
        return ReferenceData.wrap(
                stored.values(),
                options.shape(),
                new ReferenceProvenance(
                        path.toString(),
                        format,
                        hash.hex(),
                        Arrays.toString(options.shape()),
                        stored.values().length / options.dimension(),
                        stored.available(),
                        mapping + stored.note()));
    }
}
