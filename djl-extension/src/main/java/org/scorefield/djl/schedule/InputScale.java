// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/** The factor c_in by which the state is multiplied before the network sees it. */
public sealed interface InputScale {

    /** The network sees x itself. */
    InputScale UNIT = new Unit();

    /**
     * The scaling of Karras et al.: 1 / sqrt(sigma^2 + alpha^2 sigmaData^2).
     *
     * @param sigmaData standard deviation of the data, positive
     * @return the scale
     */
    static InputScale edm(double sigmaData) {
        return new Edm(sigmaData);
    }

    /**
     * The factor at one t.
     *
     * @param s the schedule
     * @param t time in [0, 1], 1 = noise
     * @return c_in, positive
     */
    double at(NoiseSchedule s, double t);

    /** The factor 1. */
    record Unit() implements InputScale {
        @Override
        public double at(NoiseSchedule s, double t) {
            return 1;
        }
    }

    /**
     * The factor that gives the network's input unit variance (Karras et al. 2022, table 1).
     *
     * @param sigmaData standard deviation of the data, positive
     */
    record Edm(double sigmaData) implements InputScale {
        /**
         * Refuses a standard deviation that is not positive.
         *
         * @param sigmaData standard deviation of the data, positive
         */
        public Edm {
            Checks.positive("sigma_data", sigmaData);
        }

        @Override
        public double at(NoiseSchedule s, double t) {
            return 1 / Math.hypot(s.sigma(t), s.alpha(t) * sigmaData);
        }
    }
}
