// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * A prediction given by two functions. Two are equal only if they share the functions.
 *
 * @param name the name
 * @param ofData c
 * @param ofNoise d
 */
record NamedPrediction(String name, Coefficient ofData, Coefficient ofNoise) implements Prediction {

    /** A function of schedule and time. */
    @FunctionalInterface
    interface Coefficient {
        double at(NoiseSchedule s, double t);
    }

    @Override
    public double c(NoiseSchedule s, double t) {
        return ofData.at(s, Checks.time(t));
    }

    @Override
    public double d(NoiseSchedule s, double t) {
        return ofNoise.at(s, Checks.time(t));
    }

    @Override
    public String toString() {
        return name;
    }
}
