// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/**
 * Options of a two-dimensional convolution; every pair is (height, width).
 *
 * @param stride step between windows, at least 1
 * @param padding zeros added on both sides, at least 0
 * @param dilation distance between taps, at least 1
 * @param groups channel groups, a divisor of both channel counts
 * @param outputPadding rows and columns added to the end of a transposed convolution's output
 */
public record Conv2d(Pair stride, Pair padding, Pair dilation, int groups, Pair outputPadding) {

    /** Stride 1, no padding, no dilation, one group. */
    public static final Conv2d PLAIN =
            new Conv2d(new Pair(1, 1), new Pair(0, 0), new Pair(1, 1), 1, new Pair(0, 0));

    /** (height, width). */
    public record Pair(int height, int width) {
        /**
         * Refuses negative numbers.
         *
         * @param height rows, at least 0
         * @param width columns, at least 0
         */
        public Pair {
            if (height < 0 || width < 0) {
                throw Shapes.refuse(
                        "Conv2d",
                        "numbers of at least 0",
                        height + ", " + width,
                        "correct the convolution's options");
            }
        }

        @Override
        public String toString() {
            return "[" + height + ", " + width + "]";
        }
    }

    /**
     * Refuses values outside their ranges.
     *
     * @param stride step between windows, at least 1
     * @param padding zeros added on both sides, at least 0
     * @param dilation distance between taps, at least 1
     * @param groups channel groups, a divisor of both channel counts
     * @param outputPadding rows and columns added to the end of a transposed convolution's output
     */
    public Conv2d {
        if (stride.height < 1
                || stride.width < 1
                || dilation.height < 1
                || dilation.width < 1
                || groups < 1) {
            throw Shapes.refuse(
                    "Conv2d",
                    "stride, dilation and groups of at least 1",
                    "stride " + stride + ", dilation " + dilation + ", groups " + groups,
                    "correct the convolution's options");
        }
    }

    /**
     * These options with another stride.
     *
     * @param n step between windows, both ways, at least 1
     * @return these options with this stride
     */
    public Conv2d withStride(int n) {
        return new Conv2d(new Pair(n, n), padding, dilation, groups, outputPadding);
    }

    /**
     * These options with another padding.
     *
     * @param n zeros added on each of the four sides, at least 0
     * @return these options with this padding
     */
    public Conv2d withPadding(int n) {
        return new Conv2d(stride, new Pair(n, n), dilation, groups, outputPadding);
    }

    /**
     * These options with another dilation.
     *
     * @param n distance between taps, both ways, at least 1
     * @return these options with this dilation
     */
    public Conv2d withDilation(int n) {
        return new Conv2d(stride, padding, new Pair(n, n), groups, outputPadding);
    }

    /**
     * These options with another number of groups.
     *
     * @param n channel groups, a divisor of both channel counts
     * @return these options with these groups
     */
    public Conv2d withGroups(int n) {
        return new Conv2d(stride, padding, dilation, n, outputPadding);
    }

    /**
     * These options with more of a transposed convolution's output.
     *
     * @param n rows and columns added to its end, at least 0
     * @return these options with this output padding
     */
    public Conv2d withOutputPadding(int n) {
        return new Conv2d(stride, padding, dilation, groups, new Pair(n, n));
    }
}
