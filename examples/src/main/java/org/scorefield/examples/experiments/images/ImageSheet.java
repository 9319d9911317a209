// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * Grey images on a sheet, as PNG.
 *
 * @param size pixels along a side of an image
 * @param columns images in a row
 * @param scale pixels of the sheet along a side of a pixel
 */
public record ImageSheet(int size, int columns, int scale) {

    private static final int GAP = 2;

    /** {@return pixels across the sheet} */
    public int width() {
        return columns * (size * scale + GAP) - GAP;
    }

    /**
     * Pixels down a sheet of so many images.
     *
     * @param images number of images, at least 1
     * @return the height of all their rows
     */
    public int height(int images) {
        return (images + columns - 1) / columns * (size * scale + GAP) - GAP;
    }

    /**
     * A sheet.
     *
     * @param pixels the images one after another, row by row; -1 is black, 1 is white, beyond is
     *     cut
     * @param images how many, from the first
     * @return a PNG file
     */
    public byte[] png(float[] pixels, int images) {
        BufferedImage sheet =
                new BufferedImage(width(), height(images), BufferedImage.TYPE_BYTE_GRAY);
        sheet.getRaster()
                .setSamples(0, 0, width(), height(images), 0, white(width() * height(images)));
        for (int image = 0; image < images; image++) {
            int left = image % columns * (size * scale + GAP);
            int top = image / columns * (size * scale + GAP);
            for (int y = 0; y < size * scale; y++) {
                for (int x = 0; x < size * scale; x++) {
                    float value = pixels[image * size * size + y / scale * size + x / scale];
                    sheet.getRaster().setSample(left + x, top + y, 0, grey(value));
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(sheet, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static int grey(float value) {
        return Math.round(Math.min(Math.max((value + 1) * 127.5f, 0), 255));
    }

    private static int[] white(int count) {
        int[] values = new int[count];
        Arrays.fill(values, 255);
        return values;
    }
}
