// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

/**
 * A share of samples with its 95 % confidence interval by Wilson's score: the shares p for which
 * the count found is within z = 1.96 standard deviations of n p.
 *
 * <pre>
 *   (share + z^2 / 2n -+ z sqrt(share (1 - share) / n + z^2 / 4n^2)) / (1 + z^2 / n)
 * </pre>
 *
 * <p>Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
 * Journal of the American Statistical Association 22, 1927.
 *
 * @param share count / n
 * @param low lower end, in [0, share]
 * @param high upper end, in [share, 1]
 */
record ShareInterval(double share, double low, double high) {

    /** The 0.975 quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * The interval of a count.
     *
     * @param count samples that have the property, at least 0
     * @param n samples in all, at least 1 and at least {@code count}
     */
    static ShareInterval wilson(int count, int n) {
        if (count < 0 || n < 1 || count > n) {
            throw new IllegalArgumentException(
                    "count: expected 0 <= count <= n and n >= 1, found count "
                            + count
                            + ", n "
                            + n
                            + "; count the samples again");
        }
        double share = (double) count / n;
        double z2 = Z * Z / n;
        double centre = share + z2 / 2;
        double half = Math.sqrt(z2 * (share * (1 - share) + z2 / 4));
        return new ShareInterval(
                share,
                count == 0 ? 0 : (centre - half) / (1 + z2),
                count == n ? 1 : (centre + half) / (1 + z2));
    }
}
