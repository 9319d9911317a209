// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * The forward path x = alpha(t) x0 + sigma(t) eps, eps ~ N(0, I), with t = 0 data and t = 1 noise.
 *
 * <p>Every implementation is immutable, has sigma(t) / alpha(t) strictly increasing in t, and takes
 * t in [0, 1] only; sigma may be positive at t = 0 and alpha may be zero at t = 1.
 */
public interface NoiseSchedule {

    /**
     * The factor of the data.
     *
     * @param t time in [0, 1], 1 = noise
     * @return alpha(t), at least 0
     * @throws IllegalArgumentException if t is not in [0, 1]
     */
    double alpha(double t);

    /**
     * The standard deviation of the noise.
     *
     * @param t time in [0, 1], 1 = noise
     * @return sigma(t), at least 0, in the units of x
     * @throws IllegalArgumentException if t is not in [0, 1]
     */
    double sigma(double t);

    /**
     * The derivative of alpha.
     *
     * @param t time in [0, 1], 1 = noise
     * @return d alpha / dt, finite
     * @throws IllegalArgumentException if t is not in [0, 1]
     */
    double alphaDot(double t);

    /**
     * The derivative of sigma.
     *
     * @param t time in [0, 1], 1 = noise
     * @return d sigma / dt, finite
     * @throws IllegalArgumentException if t is not in [0, 1]
     */
    double sigmaDot(double t);

    /**
     * The time of a noise level: the inverse of sigma(t) / alpha(t).
     *
     * @param sigmaOverAlpha noise level between the levels of t = 0 and t = 1; infinity where
     *     alpha(1) = 0
     * @return t in [0, 1]
     * @throws IllegalArgumentException if no t in [0, 1] has that level
     */
    double time(double sigmaOverAlpha);

    /**
     * A short name with the numbers that define the schedule, for reports.
     *
     * @return the name
     */
    String name();

    /**
     * The noise level, the sigma of k-diffusion and EDM.
     *
     * @param t time in [0, 1], 1 = noise
     * @return sigma(t) / alpha(t); infinity where alpha(t) = 0
     */
    default double sigmaOverAlpha(double t) {
        return sigma(t) / alpha(t);
    }

    /**
     * The logarithm of the signal-to-noise ratio, log(alpha^2 / sigma^2).
     *
     * @param t time in [0, 1], 1 = noise
     * @return log SNR; infinity where sigma(t) = 0, minus infinity where alpha(t) = 0
     */
    default double logSnr(double t) {
        return 2 * (Math.log(alpha(t)) - Math.log(sigma(t)));
    }
}
