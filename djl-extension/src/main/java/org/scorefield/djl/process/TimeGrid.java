// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * The times that a generating process visits, from noise to data.
 *
 * @param times strictly falling, in [0, 1], at least two; 1 = noise
 */
public record TimeGrid(List<Double> times) {

    /**
     * Checks and copies.
     *
     * @param times strictly falling, in [0, 1], at least two; 1 = noise
     */
    public TimeGrid {
        times = List.copyOf(times);
        if (times.size() < 2) {
            throw new IllegalArgumentException(
                    "times: expected at least 2, found "
                            + times.size()
                            + "; give the time to start from and the time to end at");
        }
        double last = Math.nextUp(1.0);
        for (double t : times) {
            if (!(t >= 0 && t < last)) {
                throw new IllegalArgumentException(
                        "times: expected numbers in [0, 1] that fall from noise (1) to data (0),"
                                + " found "
                                + t
                                + " after "
                                + last
                                + "; order them, or ask for fewer steps");
            }
            last = t;
        }
    }

    /**
     * Equal steps in t.
     *
     * @param steps number of steps, at least 1
     * @param from time to start from, in (0, 1]
     * @param to time to end at, less than {@code from}
     * @return steps + 1 times
     */
    public static TimeGrid uniform(int steps, double from, double to) {
        return spread(steps, from, to, fraction -> from + fraction * (to - from));
    }

    /**
     * Equal steps in log SNR, so that each removes the same factor of noise.
     *
     * @param schedule the schedule
     * @param steps number of steps, at least 1
     * @param from time to start from, where alpha is positive
     * @param to time to end at, less than {@code from}, where sigma is positive
     * @return steps + 1 times
     */
    public static TimeGrid logSnr(NoiseSchedule schedule, int steps, double from, double to) {
        double low = finite("from", from, schedule.logSnr(from));
        double high = finite("to", to, schedule.logSnr(to));
        return spread(
                steps,
                from,
                to,
                fraction -> schedule.time(Math.exp(-(low + fraction * (high - low)) / 2)));
    }

    /**
     * Equal steps in (sigma / alpha)^(1/7), which gather at little noise.
     *
     * <p>Source: Karras et al. 2022, Elucidating the design space of diffusion-based generative
     * models, equation 5 with rho = 7.
     *
     * @param schedule the schedule
     * @param steps number of steps, at least 1
     * @param from time to start from, where alpha is positive
     * @param to time to end at, less than {@code from}
     * @return steps + 1 times
     */
    public static TimeGrid karras(NoiseSchedule schedule, int steps, double from, double to) {
        double rho = 7;
        double high = Math.pow(schedule.sigmaOverAlpha(from), 1 / rho);
        double low = Math.pow(schedule.sigmaOverAlpha(to), 1 / rho);
        finite("from", from, high);
        return spread(
                steps,
                from,
                to,
                fraction -> schedule.time(Math.pow(high + fraction * (low - high), rho)));
    }

    /** {@return number of steps, one less than of times} */
    public int steps() {
        return times.size() - 1;
    }

    /** {@return the time to start from} */
    public double from() {
        return times.get(0);
    }

    /** {@return the time to end at} */
    public double to() {
        return times.get(times.size() - 1);
    }

    private static TimeGrid spread(
            int steps, double from, double to, DoubleUnaryOperator timeOfFraction) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "steps: expected at least 1, found " + steps + "; ask for one or more");
        }
        List<Double> times = new ArrayList<>();
        times.add(from);
        for (int i = 1; i < steps; i++) {
            times.add(timeOfFraction.applyAsDouble((double) i / steps));
        }
        times.add(to);
        return new TimeGrid(times);
    }

    private static double finite(String name, double t, double level) {
        if (!Double.isFinite(level)) {
            throw new IllegalArgumentException(
                    name
                            + ": expected a time with both signal and noise, found "
                            + t
                            + "; go a little inside, or use a uniform grid");
        }
        return level;
    }
}
