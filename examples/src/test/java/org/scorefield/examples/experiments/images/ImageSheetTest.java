// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageSheetTest {

    @Test
    void png_threeImagesInTwoColumns_putsGreysInPlace() throws IOException {
        float[] pixels = {-1, 1, 0, 5, -7, 1, 1, 1, 0, 0, 0, 0};
        byte[] png = new ImageSheet(2, 2, 3).png(pixels, 3);
        BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(sheet.getWidth()).isEqualTo(14);
        assertThat(sheet.getHeight()).isEqualTo(14);
        assertThat(grey(sheet, 0, 0)).isZero();
        assertThat(grey(sheet, 2, 2)).isZero();
        assertThat(grey(sheet, 3, 0)).isEqualTo(255);
        // 0 is 127.5, rounded up; 5 is cut to 255
        assertThat(grey(sheet, 0, 3)).isEqualTo(128);
        assertThat(grey(sheet, 5, 5)).isEqualTo(255);
        // the second image begins after the gap, -7 is cut to 0
        assertThat(grey(sheet, 7, 0)).isEqualTo(255);
        assertThat(grey(sheet, 8, 0)).isZero();
        assertThat(grey(sheet, 0, 8)).isEqualTo(128);
        assertThat(grey(sheet, 13, 13)).isEqualTo(255);
    }

    private static int grey(BufferedImage image, int x, int y) {
        return image.getRaster().getSample(x, y, 0);
    }
}
