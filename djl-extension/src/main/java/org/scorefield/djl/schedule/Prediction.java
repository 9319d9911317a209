// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * What a network was trained to predict: r = c(t) x0 + d(t) eps. {@link Predictions} has the usual
 * ones.
 */
public interface Prediction {

    /**
     * The coefficient of the data x0.
     *
     * @param s the schedule
     * @param t time in [0, 1], 1 = noise
     * @return c(t)
     */
    double c(NoiseSchedule s, double t);

    /**
     * The coefficient of the noise eps.
     *
     * @param s the schedule
     * @param t time in [0, 1], 1 = noise
     * @return d(t); infinite where the target does not exist, as the score at sigma = 0
     */
    double d(NoiseSchedule s, double t);

    /**
     * The name as a card and a report write it.
     *
     * @return the name, lower case
     */
    String name();
}
