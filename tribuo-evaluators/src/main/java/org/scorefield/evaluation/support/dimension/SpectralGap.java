// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.dimension;

/**
 * The largest gap in a falling sequence of logarithms.
 *
 * @param above how many values are above it; 0 where there are fewer than two values
 * @param size difference of the logarithms on its two sides, 0 where there is none
 */
public record SpectralGap(int above, double size) {

    /**
     * Finds the gap; of equal ones the first.
     *
     * @param logs falling, finite, of singular values or Lyapunov exponents times their duration;
     *     not modified
     * @return where it is
     * @throws IllegalArgumentException if a value is not finite or above the one before
     */
    public static SpectralGap largest(double[] logs) {
        SpectralGap gap = new SpectralGap(0, 0);
        for (int i = 0; i < logs.length; i++) {
            if (!Double.isFinite(logs[i]) || i > 0 && logs[i] > logs[i - 1]) {
                throw new IllegalArgumentException(
                        "logs: expected finite numbers that fall, found "
                                + logs[i]
                                + " at "
                                + i
                                + "; sort the values");
            }
            if (i > 0 && logs[i - 1] - logs[i] > gap.size) {
                gap = new SpectralGap(i, logs[i - 1] - logs[i]);
            }
        }
        return gap;
    }

    /**
     * Whether the values on the two sides differ by this factor at least.
     *
     * @param factor the smallest ratio that counts as a gap, at least 1
     * @return whether there is such a gap
     */
    public boolean clear(double factor) {
        return above > 0 && size >= Math.log(factor);
    }
}
