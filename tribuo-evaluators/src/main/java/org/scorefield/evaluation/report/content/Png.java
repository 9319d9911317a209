// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** Pictures as data URIs. */
final class Png {
    private Png() {}

    /**
     * A picture.
     *
     * @param rows height
     * @param columns width
     * @param colour of (row, column), as 0xAARRGGBB
     */
    static String uri(int rows, int columns, IntBinaryOperator colour) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                image.setRGB(j, i, colour.applyAsInt(i, j));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
