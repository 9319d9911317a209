// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

/**
 * The modified Bessel functions I0 and I1 as averages over a circle need them, for arguments k from
 * 0 to 1e300.
 *
 * <p>Power series up to k = 40, whose terms are all positive, and the asymptotic series beyond,
 * whose smallest term is below 1e-30 there; both to a few units in the last place. Source:
 * Abramowitz and Stegun, Handbook of mathematical functions, 9.6.10 and 9.7.1.
 */
final class Bessel {

    private static final double SERIES_UP_TO = 40;

    /** Above this, the slope is lost in the difference of its parts. */
    private static final double LARGE = 1000;

    private Bessel() {}

    /** log(exp(-k) I0(k)), which stays finite where I0 does not. */
    static double logScaledI0(double k) {
        return k <= SERIES_UP_TO
                ? Math.log(series(0, k)) - k
                : Math.log(asymptotic(0, k)) - Math.log(2 * Math.PI * k) / 2;
    }

    /** I1(k) / (k I0(k)), 1/2 at k = 0: the mean of sin^2 of an angle of density exp(k cos). */
    static double ratio(double k) {
        return k <= SERIES_UP_TO
                ? series(1, k) / series(0, k) / 2
                : asymptotic(1, k) / asymptotic(0, k) / k;
    }

    /**
     * The derivative of A = I1 / I0, which is 1 - A / k - A^2: the variance of the cosine of that
     * angle. To 1e-9 of itself.
     */
    static double slope(double k) {
        if (k > LARGE) {
            // A = 1 - 1/(2k) - 1/(8k^2) - 1/(8k^3) - 25/(128k^4) - ...
            return (0.5 + (0.25 + (0.375 + 25 / (32 * k)) / k) / k) / k / k;
        }
        double ratio = ratio(k);
        return 1 - ratio - k * k * ratio * ratio;
    }

    /** I_n(k) n! / (k/2)^n = sum_j n! (k^2/4)^j / (j! (j + n)!). */
    private static double series(int n, double k) {
        double square = k * k / 4;
        double term = 1;
        double sum = 1;
        for (int j = 1; term > sum * 1e-17; j++) {
            term *= square / (j * (double) (j + n));
            sum += term;
        }
        return sum;
    }

    /** I_n(k) sqrt(2 pi k) exp(-k) = 1 - (4 n^2 - 1) / (8 k) + ... */
    private static double asymptotic(int n, double k) {
        double term = 1;
        double sum = 1;
        for (int j = 1; Math.abs(term) > 1e-17 && j < 40; j++) {
            double odd = 2 * j - 1;
            term *= -(4.0 * n * n - odd * odd) / (8 * j * k);
            sum += term;
        }
        return sum;
    }
}
