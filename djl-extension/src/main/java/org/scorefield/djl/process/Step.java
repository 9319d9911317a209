// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.Locale;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * One step of a generating process, towards the data.
 *
 * @param index number of the step, from 0
 * @param schedule alpha and sigma
 * @param from time at which it begins, 1 = noise
 * @param to time at which it ends, less than {@code from}
 */
public record Step(int index, NoiseSchedule schedule, double from, double to) {

    /** {@return the length of the step in t, positive} */
    public double length() {
        return from - to;
    }

    /** {@return alpha where it begins} */
    public double alphaFrom() {
        return schedule.alpha(from);
    }

    /** {@return alpha where it ends} */
    public double alphaTo() {
        return schedule.alpha(to);
    }

    /** {@return sigma where it begins} */
    public double sigmaFrom() {
        return schedule.sigma(from);
    }

    /** {@return sigma where it ends} */
    public double sigmaTo() {
        return schedule.sigma(to);
    }

    /** Where the step is, for people: its number, t and noise level. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "step %d (t %.6f to %.6f, sigma/alpha %.6g to %.6g)",
                index,
                from,
                to,
                schedule.sigmaOverAlpha(from),
                schedule.sigmaOverAlpha(to));
    }
}
