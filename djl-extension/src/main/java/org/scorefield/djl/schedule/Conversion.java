// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/** Exact conversion between predictions at one t. */
public final class Conversion {

    /** Relative size under which the determinant is only the rounding of its two products. */
    private static final double ROUNDING = 4 * Math.ulp(1.0);

    private Conversion() {}

    /**
     * The target quantity as a combination of the state and the network's output.
     *
     * <p>With x = alpha x0 + sigma eps, r = c x0 + d eps and q = c' x0 + d' eps: q = ((c' d - d' c)
     * x + (alpha d' - sigma c') r) / (alpha d - sigma c). Where the determinant vanishes (an
     * epsilon prediction at alpha = 0) x and r say the same thing; q is then still found if it is a
     * multiple of r or of x. Nothing is divided by alpha or sigma on the way, so alpha = 0 needs no
     * limit.
     *
     * @param from what the network predicts
     * @param to what is wanted
     * @param s the schedule
     * @param t time in [0, 1], 1 = noise
     * @return factors of x and r
     * @throws IllegalArgumentException if q does not follow from x and r at this t, or if one of
     *     the two does not exist there (the score at sigma = 0)
     */
    public static Combination between(Prediction from, Prediction to, NoiseSchedule s, double t) {
        double alpha = s.alpha(t);
        double sigma = s.sigma(t);
        double c = from.c(s, t);
        double d = from.d(s, t);
        double cTo = to.c(s, t);
        double dTo = to.d(s, t);
        requireFinite(from, c, d, s, t);
        requireFinite(to, cTo, dTo, s, t);
        if (!parallel(alpha, sigma, c, d)) {
            double determinant = alpha * d - sigma * c;
            return new Combination(
                    (cTo * d - dTo * c) / determinant, (alpha * dTo - sigma * cTo) / determinant);
        }
        if ((c != 0 || d != 0) && parallel(c, d, cTo, dTo)) {
            return new Combination(0, ratio(cTo, dTo, c, d));
        }
        if ((alpha != 0 || sigma != 0) && parallel(alpha, sigma, cTo, dTo)) {
            return new Combination(ratio(cTo, dTo, alpha, sigma), 0);
        }
        throw new IllegalArgumentException(
                String.format(
                        "conversion: expected an output that, with the state, determines %s at t = %s,"
                                + " found %s with (c, d) = (%s, %s) at (alpha, sigma) = (%s, %s);"
                                + " use a t away from the end of the schedule",
                        to.name(), t, from.name(), c, d, alpha, sigma));
    }

    private static boolean parallel(double a, double b, double c, double d) {
        return Math.abs(a * d - b * c) <= ROUNDING * (Math.abs(a * d) + Math.abs(b * c));
    }

    private static double ratio(double cTo, double dTo, double c, double d) {
        return Math.abs(c) > Math.abs(d) ? cTo / c : dTo / d;
    }

    private static void requireFinite(Prediction p, double c, double d, NoiseSchedule s, double t) {
        if (!Double.isFinite(c) || !Double.isFinite(d)) {
            throw new IllegalArgumentException(
                    String.format(
                            "conversion: expected a prediction that exists at t = %s, found %s with"
                                    + " (c, d) = (%s, %s) at (alpha, sigma) = (%s, %s); use a larger t",
                            t, p.name(), c, d, s.alpha(t), s.sigma(t)));
        }
    }
}
