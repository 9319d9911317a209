// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.reference;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** PNG, JPEG, BMP and GIF files under a folder, sorted by name; other files are passed over. */
final class ImageFolder {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif");

    private final Path folder;
    private final ReferenceOptions options;
    private final int channels;
    private final int height;
    private final int width;

    ImageFolder(Path folder, ReferenceOptions options) throws ReferenceException {
        this.folder = folder;
        this.options = options;
        long[] shape = options.shape();
        if (shape.length != 3 || (shape[0] != 1 && shape[0] != 3)) {
            throw new ReferenceException(
                    folder
                            + ": expected a checkpoint of grey or colour images for a folder of"
                            + " images, found data of shape "
                            + Arrays.toString(shape)
                            + "; give the data as .npy");
        }
        this.channels = (int) shape[0];
        this.height = (int) shape[1];
        this.width = (int) shape[2];
    }

    /** Reads the kept images; names and bytes go into the hash. */
    Stored load(Sha256 hash) throws IOException, ReferenceException {
        List<Path> files = images(folder);
        int kept = Stored.kept(files.size(), options);
        float[] values = new float[kept * options.dimension()];
        for (int slot = 0; slot < kept; slot++) {
            Path file = files.get((int) Stored.index(slot, kept, files.size()));
            hash.add(
                    folder.relativize(file)
                            .toString()
                            .replace(File.separatorChar, '/')
                            .getBytes(StandardCharsets.UTF_8));
            hash.add(file);
            copy(read(file), values, slot * options.dimension(), file);
        }
        return new Stored(values, ElementType.Kind.INTEGER, files.size(), "");
    }

    /** The images under a folder, sorted; none where there are none. */
    static List<Path> images(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(ImageFolder::image).sorted().toList();
        }
    }

    private static boolean image(Path path) {
        String name = path.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.contains(ending) && Files.isRegularFile(path);
    }

    /** Decodes a file, once its size is known to be right. */
    private BufferedImage read(Path file) throws ReferenceException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw undecodable(file, new IOException("no decoder"));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
                    throw new ReferenceException(
                            file
                                    + ": expected an image of "
                                    + width
                                    + " x "
                                    + height
                                    + " pixels, found "
                                    + reader.getWidth(0)
                                    + " x "
                                    + reader.getHeight(0)
                                    + "; nothing is resized, give images of the checkpoint's size");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw undecodable(file, e);
        }
    }

    private static ReferenceException undecodable(Path file, Exception e) {
        return new ReferenceException(
                file
                        + ": expected a PNG, JPEG, BMP or GIF image, found bytes that cannot be decoded ("
                        + e.getMessage()
                        + "); remove or repair the file",
                e);
    }

    private void copy(BufferedImage image, float[] values, int at, Path file)
            throws ReferenceException {
        // Raw samples: getRGB would bend grey values by the gamma of Java's grey colour space.
        boolean grey =
                image.getRaster().getNumBands() == 1
                        && !(image.getColorModel() instanceof IndexColorModel);
        int shift = Math.max(0, image.getColorModel().getComponentSize(0) - 8);
        int pixels = width * height;
        for (int i = 0; i < pixels; i++) {
            int x = i % width;
            int y = i / width;
            int rgb;
            if (grey) {
                rgb = 0xff000000 | 0x010101 * (image.getRaster().getSample(x, y, 0) >> shift);
            } else {
                rgb = image.getRGB(x, y);
            }
            int red = rgb >> 16 & 0xff;
            int green = rgb >> 8 & 0xff;
            int blue = rgb & 0xff;
            if (rgb >>> 24 != 255) {
                throw new ReferenceException(
                        file
                                + ": expected opaque pixels, found a transparent one; flatten the"
                                + " image");
            }
            if (channels == 1 && (red != green || green != blue)) {
                throw new ReferenceException(
                        file
                                + ": expected a grey image, found colour; convert it to grey, or"
                                + " correct the card's data shape");
            }
            values[at + i] = red;
            if (channels == 3) {
                values[at + pixels + i] = green;
                values[at + 2 * pixels + i] = blue;
            }
        }
    }
}
