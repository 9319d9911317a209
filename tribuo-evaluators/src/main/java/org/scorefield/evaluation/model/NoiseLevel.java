// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.model;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.schedule.DiscreteSchedule;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * One noise level: x = alpha x0 + sigma eps.
 *
 * @param t time in [0, 1], 1 = noise
 * @param alpha factor of the data, positive
 * @param sigma standard deviation of the noise, positive
 */
public record NoiseLevel(double t, double alpha, double sigma) {

    /** |log(alpha^2 / sigma^2)| beyond which no level is placed: signal and noise in ratio 100. */
    public static final double LOG_SNR_LIMIT = 4 * Math.log(10);

    /**
     * Checks the values.
     *
     * @param t time in [0, 1], 1 = noise
     * @param alpha factor of the data, positive
     * @param sigma standard deviation of the noise, positive
     */
    public NoiseLevel {
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException(
                    "t: expected a time in [0, 1], found " + t + "; 0 is data, 1 is noise");
        }
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException(
                    "alpha: expected a positive number, found "
                            + alpha
                            + "; choose a level with some signal left");
        }
        if (!(sigma > 0 && Double.isFinite(sigma))) {
            throw new IllegalArgumentException(
                    "sigma: expected a positive number, found "
                            + sigma
                            + "; the score error is undefined without noise, choose a larger t");
        }
    }

    /**
     * The level of a schedule at time t.
     *
     * @param schedule alpha and sigma
     * @param t time in [0, 1], 1 = noise
     * @return the level
     */
    public static NoiseLevel of(NoiseSchedule schedule, double t) {
        return new NoiseLevel(t, schedule.alpha(t), schedule.sigma(t));
    }

    /** {@return log(alpha^2 / sigma^2)} */
    public double logSnr() {
        return 2 * Math.log(alpha / sigma);
    }

    /**
     * Levels spread evenly in log SNR: the range of the schedule, cut to plus and minus {@link
     * #LOG_SNR_LIMIT}, is divided into {@code count} equal parts and each part gives its middle. A
     * schedule of discrete steps gives its nearest steps, the times its network was trained at;
     * where it has fewer steps than levels, each step is taken once.
     *
     * @param schedule any schedule
     * @param count number of levels, at least 1
     * @return levels from little noise to much
     */
    public static List<NoiseLevel> spread(NoiseSchedule schedule, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "levels: expected at least 1, found " + count + "; ask for one or more");
        }
        double high = Math.min(schedule.logSnr(0), LOG_SNR_LIMIT);
        double low = Math.max(schedule.logSnr(1), -LOG_SNR_LIMIT);
        if (!(high > low)) {
            high = schedule.logSnr(0);
            low = schedule.logSnr(1);
        }
        if (!Double.isFinite(high) || !Double.isFinite(low) || !(high > low)) {
            throw new IllegalArgumentException(
                    "schedule: expected a log SNR that falls from t = 0 to t = 1, found "
                            + schedule.logSnr(0)
                            + " and "
                            + schedule.logSnr(1)
                            + "; check the card's schedule");
        }
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double logSnr = high - (i + 0.5) / count * (high - low);
            levels.add(of(schedule, trained(schedule, schedule.time(Math.exp(-logSnr / 2)))));
        }
        return levels.stream().distinct().toList();
    }

    private static double trained(NoiseSchedule schedule, double t) {
        if (schedule instanceof DiscreteSchedule discrete) {
            int last = discrete.steps() - 1;
            return (double) Math.round(t * last) / last;
        }
        return t;
    }
}
