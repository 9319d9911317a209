// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.Locale;

/** How a solver chooses its steps. */
public sealed interface StepRule {

    /** {@return one step from each time to the next} */
    static StepRule fixed() {
        return new Fixed();
    }

    /**
     * Steps of each sample's own, as its error estimate allows; at most 100,000 a sample.
     *
     * @param relative tolerance relative to the state, positive: about 1e-5 in FLOAT32, down to
     *     1e-13 in FLOAT64
     * @param absolute tolerance in units of the state, positive
     * @return the rule
     */
    static StepRule adaptive(double relative, double absolute) {
        return new Adaptive(relative, absolute, 100_000);
    }

    /** One step from each time to the next. */
    record Fixed() implements StepRule {}

    /**
     * A step is accepted where the root mean square over a sample's coordinates of error /
     * (absolute + relative max(|x|, |x'|)) is at most 1; the next is 0.9 error^(-1/q) times as
     * long, between a fifth and ten times, with q the order.
     *
     * <p>Source: Hairer, Norsett, Wanner 1993, Solving ordinary differential equations I, section
     * II.4.
     *
     * @param relative tolerance relative to the state, positive
     * @param absolute tolerance in units of the state, positive
     * @param steps most steps of a sample, rejected ones among them, at least 1
     */
    record Adaptive(double relative, double absolute, int steps) implements StepRule {

        /**
         * Refuses values outside their ranges.
         *
         * @param relative tolerance relative to the state, positive
         * @param absolute tolerance in units of the state, positive
         * @param steps most steps of a sample, rejected ones among them, at least 1
         */
        public Adaptive {
            if (!(relative > 0 && absolute > 0 && relative < 1) || steps < 1) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "tolerance: expected relative in (0, 1), absolute > 0 and steps >="
                                        + " 1, found %s, %s and %d; correct the values",
                                relative,
                                absolute,
                                steps));
            }
        }

        /** The factor of the next step after a step with an error, in units of the tolerance. */
        double factor(double error, int order) {
            return Math.min(10, Math.max(0.2, 0.9 * Math.pow(error, -1.0 / order)));
        }
    }
}
