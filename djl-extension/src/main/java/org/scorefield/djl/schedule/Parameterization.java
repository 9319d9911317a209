// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.schedule;

/**
 * All that turns a network into a diffusion model: the network's output r at state x and time t is
 * network(inputScale(t) x, time(t)), and r predicts c(t) x0 + d(t) eps.
 *
 * @param schedule the forward path
 * @param prediction what the output predicts
 * @param time what the network is fed as time
 * @param inputScale the factor of the state at the network's input
 */
public record Parameterization(
        NoiseSchedule schedule, Prediction prediction, TimeInput time, InputScale inputScale) {

    /**
     * Refuses an index into a schedule without steps.
     *
     * @param schedule the forward path
     * @param prediction what the output predicts
     * @param time what the network is fed as time
     * @param inputScale the factor of the state at the network's input
     */
    public Parameterization {
        if (time.kind() == TimeInput.Kind.INDEX) {
            time.of(schedule, 0);
        }
    }

    /**
     * The combination of x and the network's output that gives the target.
     *
     * @param target the wanted quantity
     * @param t time in [0, 1], 1 = noise
     * @return factors of x and of the output
     * @throws IllegalArgumentException if the target does not follow from them at t
     */
    public Combination to(Prediction target, double t) {
        return Conversion.between(prediction, target, schedule, t);
    }

    /**
     * The same with another prediction.
     *
     * @param other what the output predicts
     * @return a new parameterization
     */
    public Parameterization withPrediction(Prediction other) {
        return new Parameterization(schedule, other, time, inputScale);
    }

    /**
     * The same with another time input.
     *
     * @param other what the network is fed as time
     * @return a new parameterization
     */
    public Parameterization withTime(TimeInput other) {
        return new Parameterization(schedule, prediction, other, inputScale);
    }
}
