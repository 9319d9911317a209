// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.ridge.trajectory;

/**
 * A share of independent trials with its 95 % interval by Wilson.
 *
 * <p>(k + z^2/2 -+ z sqrt(k (n - k) / n + z^2/4)) / (n + z^2), z = 1.96. Source: Wilson 1927,
 * Probable inference, the law of succession, and statistical inference.
 *
 * @param count k, 0 to n
 * @param of n, at least 1
 */
public record Proportion(int count, int of) {

    private static final double Z = 1.959963984540054;

    /**
     * Checks the counts.
     *
     * @param count k, 0 to n
     * @param of n, at least 1
     */
    public Proportion {
        if (of < 1 || count < 0 || count > of) {
            throw new IllegalArgumentException(
                    String.format(
                            "proportion: expected 0 <= count <= n and n >= 1, found %d of %d; count"
                                    + " some samples",
                            count, of));
        }
    }

    /** {@return k / n} */
    public double share() {
        return (double) count / of;
    }

    /** {@return lower end of the interval} */
    public double low() {
        return count == 0 ? 0 : centre() - reach();
    }

    /** {@return upper end of the interval} */
    public double high() {
        return count == of ? 1 : centre() + reach();
    }

    private double centre() {
        return (count + Z * Z / 2) / (of + Z * Z);
    }

    private double reach() {
        double spread = (double) count * (of - count) / of + Z * Z / 4;
        return Z * Math.sqrt(spread) / (of + Z * Z);
    }
}
