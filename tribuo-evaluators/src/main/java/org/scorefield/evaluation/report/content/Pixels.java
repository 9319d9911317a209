// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.report.content;

import java.util.function.IntBinaryOperator;
import org.scorefield.evaluation.model.NoiseLevel;

/** Samples as PNG data URIs. Images wider or higher than a limit are averaged down. */
public final class Pixels {
    private static final int OPAQUE = 0xff000000;
    private static final int POSITIVE = 0xb4541f;
    private static final int NEGATIVE = 0x1f5f8b;

    private final int channels;
    private final int height;
    private final int width;
    private final double low;
    private final double high;
    private final int step;

    /**
     * A converter.
     *
     * @param shape [channels, height, width] with 1 or 3 channels
     * @param range values of black and white
     * @param largest most pixels across
     */
    public Pixels(long[] shape, double[] range, int largest) {
        channels = (int) shape[0];
        height = (int) shape[1];
        width = (int) shape[2];
        low = range[0];
        high = range[1];
        step = (Math.max(height, width) + largest - 1) / largest;
    }

    /**
     * Whether data of this shape can be shown.
     *
     * @param shape of a sample, without the batch axis
     * @return whether it is [channels, height, width] with one or three channels and more than one
     *     row
     */
    public static boolean possible(long[] shape) {
        return shape.length == 3 && (shape[0] == 1 || shape[0] == 3) && shape[1] > 1;
    }

    /**
     * Data: low is black, high is white, values beyond are cut.
     *
     * @param x one sample, channel by channel, row by row
     * @return a PNG as a data URI
     */
    public String data(double[] x) {
        return uri(x, low, high);
    }

    /**
     * Noised data: the range widened by two standard deviations of the noise on both sides.
     *
     * @param x one noised sample, channel by channel, row by row
     * @param level its noise
     * @return a PNG as a data URI
     */
    public String noised(double[] x, NoiseLevel level) {
        return uri(
                x,
                level.alpha() * low - 2 * level.sigma(),
                level.alpha() * high + 2 * level.sigma());
    }

    /**
     * A direction: 0 is white, of one channel positive values are orange and negative ones blue; of
     * three, 0 is grey. The largest value has full colour.
     *
     * @param v one direction, channel by channel, row by row
     * @return a PNG as a data URI
     */
    public String direction(double[] v) {
        double largest = 1e-300;
        for (double value : v) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (channels > 1) {
            return uri(v, -largest, largest);
        }
        double full = largest;
        return draw(
                (i, j) -> {
                    double part = mean(v, 0, i, j) / full;
                    return blend(part > 0 ? POSITIVE : NEGATIVE, Math.min(1, Math.abs(part)));
                });
    }

    private static int blend(int colour, double part) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int target = colour >> shift & 0xff;
            rgb |= (int) Math.round(255 + part * (target - 255)) << shift;
        }
        return rgb;
    }

    private String uri(double[] x, double black, double white) {
        return draw(
                (i, j) -> {
                    int rgb = 0;
                    for (int channel = 0; channel < 3; channel++) {
                        double value = mean(x, Math.min(channel, channels - 1), i, j);
                        double part = (value - black) / (white - black);
                        rgb = rgb << 8 | (int) Math.round(255 * Math.max(0, Math.min(1, part)));
                    }
                    return rgb;
                });
    }

    private String draw(IntBinaryOperator colour) {
        int rows = Math.max(1, height / step);
        int columns = Math.max(1, width / step);
        return Png.uri(rows, columns, (i, j) -> OPAQUE | colour.applyAsInt(i, j));
    }

    private double mean(double[] x, int channel, int row, int column) {
        double sum = 0;
        int n = 0;
        for (int i = row * step; i < Math.min(height, (row + 1) * step); i++) {
            for (int j = column * step; j < Math.min(width, (column + 1) * step); j++) {
                sum += x[(channel * height + i) * width + j];
                n++;
            }
        }
        return sum / n;
    }
}
