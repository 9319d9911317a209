// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import org.scorefield.djl.field.DiffusionModel;

/**
 * Stored pixels 0 to levels - 1 as intervals of the model's values: pixel p is the value low + p
 * width and stands for the interval of this width around it, width = (high - low) / (levels - 1).
 *
 * <p>For u uniform in that interval E log2(p(u) width^D) is at most log2 of the probability of the
 * stored image (Jensen), so its negative over D is an upper bound on the bits per dimension. Other
 * programs that scale by 256 in place of 255 report log2(256 / 255) = 0.006 bits less. Source:
 * Theis, van den Oord, Bethge 2016, A note on the evaluation of generative models, section 3.1.
 *
 * @param low the model's value of pixel 0
 * @param high the model's value of the last pixel, above low
 * @param levels number of pixel values, at least 2
 */
public record Dequantization(double low, double high, int levels) {

    /**
     * Refuses an empty range.
     *
     * @param low the model's value of pixel 0
     * @param high the model's value of the last pixel, above low
     * @param levels number of pixel values, at least 2
     */
    public Dequantization {
        if (!(low < high && Double.isFinite(high - low)) || levels < 2) {
            throw new IllegalArgumentException(
                    "range: expected low < high and levels >= 2, found "
                            + low
                            + ", "
                            + high
                            + " and "
                            + levels
                            + "; give the model's values of the first and the last pixel value");
        }
    }

    /**
     * Pixels of eight bits in the range of a model's card.
     *
     * @param model the model whose data range, by its card, is that of pixels 0 and 255
     * @return 256 intervals over that range
     */
    public static Dequantization of(DiffusionModel model) {
        return new Dequantization(model.dataRange()[0], model.dataRange()[1], 256);
    }

    /** {@return the width of a pixel's interval, in the model's units} */
    public double width() {
        return (high - low) / (levels - 1);
    }

    /**
     * Puts each value at a uniform place of its pixel's interval.
     *
     * @param images values of stored pixels, {@code [n, *shape]}; not modified
     * @param seed of the places
     * @return images + width (u - 1/2), u uniform in [0, 1), owned by the manager of {@code images}
     */
    public NDArray uniform(NDArray images, long seed) {
        int n = Math.toIntExact(images.getShape().get(0));
        int d = Math.toIntExact(images.size() / n);
        double[][][] shift = new double[n][1][d];
        for (int i = 0; i < n; i++) {
            SplittableRandom random =
                    new SplittableRandom(new SplittableRandom(seed + i).nextLong());
            for (int a = 0; a < d; a++) {
                shift[i][0][a] = width() * (random.nextDouble() - 0.5);
            }
        }
        try (NDManager scope = images.getManager().newSubManager(images.getDevice())) {
            NDArray like = images.duplicate();
            like.attach(scope);
            NDArray moved = Frames.join(shift, like).reshape(images.getShape()).add(like);
            moved.attach(images.getManager());
            return moved;
        }
    }

    /**
     * Bits per dimension of stored pixels, an upper bound for states from {@link #uniform}.
     *
     * @param nats a log density, in the model's units
     * @param dimension D
     * @return -(nats + D log width) / (D log 2)
     */
    public double bitsPerDimension(double nats, long dimension) {
        return -(nats / dimension + Math.log(width())) / Math.log(2);
    }
}
