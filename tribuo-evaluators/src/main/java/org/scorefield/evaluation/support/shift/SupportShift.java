// SPDX-License-Identifier: Apache-2.0
package org.scorefield.evaluation.support.shift;

import java.util.List;
import org.scorefield.evaluation.Band;
import org.scorefield.evaluation.model.NoiseLevel;

/**
 * What a perturbation of the field does to the ends of trajectories that share start and noise.
 *
 * @param kind what is perturbed; for the checkpoint's own error the first of score, velocity and
 *     denoiser in whose units the error stays bounded as the noise falls (see {@link
 *     ShiftRun#shifts})
 * @param source random directions, or the checkpoint's own error against the reference score
 * @param frame name of the frame that splits shifts
 * @param size root mean square length of the perturbation over samples and steps, in units of what
 *     is perturbed
 * @param ends shifts at ends of falling noise, t_min -> 0
 * @param density predicted change of log density along samples, -(div xi + xi . s), at the last
 *     end, by the perturbation as it is: of length 1 where random, of its own where own; {@link
 *     Band#NONE} for a stochastic process
 */
public record SupportShift(
        PerturbationKind kind,
        Source source,
        String frame,
        double size,
        List<End> ends,
        Band density) {

    /** Where a perturbation comes from. */
    public enum Source {
        /** A direction of length 1 at random for each sample, the same at all levels. */
        RANDOM,
        /** The difference of the checkpoint and the reference. */
        OWN
    }

    /**
     * Copies.
     *
     * @param kind what is perturbed; for the checkpoint's own error the first of score, velocity
     *     and denoiser in whose units the error stays bounded as the noise falls (see {@link
     *     ShiftRun#shifts})
     * @param source random directions, or the checkpoint's own error against the reference score
     * @param frame name of the frame that splits shifts
     * @param size root mean square length of the perturbation over samples and steps, in units of
     *     what is perturbed
     * @param ends shifts at ends of falling noise, t_min -> 0
     * @param density predicted change of log density along samples, -(div xi + xi . s), at the last
     *     end, by the perturbation as it is: of length 1 where random, of its own where own; {@link
     *     Band#NONE} for a stochastic process
     */
    public SupportShift {
        ends = List.copyOf(ends);
    }

    /**
     * Shifts at one end.
     *
     * @param level of the end
     * @param normal root mean square of |xi_N| over samples, in units of x
     * @param tangent root mean square of |xi_T|
     * @param median of |xi_N|, which the few samples that start between parts of the support, and
     *     are carried far, do not move
     * @param samples with a defined frame
     * @param medianLow lower end of the median's 95 % confidence interval, minus infinity for fewer
     *     than 6 samples
     * @param medianHigh upper end, infinity for fewer than 6 samples
     */
    public record End(
            NoiseLevel level,
            double normal,
            double tangent,
            double median,
            int samples,
            double medianLow,
            double medianHigh) {

        /**
         * An end without an interval of the median.
         *
         * @param level of the end
         * @param normal root mean square of |xi_N| over samples, in units of x
         * @param tangent root mean square of |xi_T|
         * @param median of |xi_N|
         * @param samples with a defined frame
         */
        public End(NoiseLevel level, double normal, double tangent, double median, int samples) {
            this(
                    level,
                    normal,
                    tangent,
                    median,
                    samples,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY);
        }

        /** {@return r = normal / tangent} */
        public double ratio() {
            return normal / tangent;
        }
    }

    /** {@return the last end, of the least noise} */
    public End last() {
        return ends.get(ends.size() - 1);
    }

    /**
     * {@return the slope of the log of the median normal shift over log (sigma / alpha) between the
     * last two ends: 1 where the shift vanishes with the noise, 0 where it stays} NaN with fewer
     * than two ends.
     */
    public double trend() {
        if (ends.size() < 2) {
            return Double.NaN;
        }
        End before = ends.get(ends.size() - 2);
        return Math.log(last().median() / before.median())
                / (before.level().logSnr() - last().level().logSnr())
                * 2;
    }
}
