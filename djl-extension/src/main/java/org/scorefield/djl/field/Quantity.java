// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.schedule.Combination;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.Prediction;
import org.scorefield.djl.schedule.Predictions;

/** What is asked of a diffusion model at a state x and a time t. */
public enum Quantity {
    /** What the network was trained to predict, as it comes out. */
    OUTPUT(null),
    /** The score, the gradient of log p_t at x: -epsilon / sigma. Unit: 1 / x. */
    SCORE(Predictions.SCORE),
    /** The expectation of the data x0, given x. Unit: x. */
    DENOISER(Predictions.SAMPLE),
    /** The expectation of the standard normal noise, given x. No unit. */
    EPSILON(Predictions.EPSILON),
    /** alpha' x0 + sigma' epsilon, the expectation of dx/dt, given x. Unit: x / t. */
    VELOCITY(Predictions.VELOCITY),
    /** sigma epsilon = x - alpha x0, the expectation of the noise in x. Unit: x. */
    NOISE(Predictions.NOISE);

    private final @Nullable Prediction prediction;

    Quantity(@Nullable Prediction prediction) {
        this.prediction = prediction;
    }

    /**
     * The quantity with a name as the command line and translators write it.
     *
     * @param name output, score, denoiser, epsilon, velocity or noise
     * @return the quantity
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Quantity named(String name) {
        return Arrays.stream(values())
                .filter(q -> q.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "quantity: expected one of "
                                                + Arrays.stream(values())
                                                        .map(Quantity::label)
                                                        .toList()
                                                + ", found \""
                                                + name
                                                + "\"; correct the name"));
    }

    /** {@return the name in lower case} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How the quantity follows from the state and the network's output.
     *
     * @param parameterization the model's schedule and prediction
     * @param t time in [0, 1], 1 = noise
     * @return factors of the state and of the output
     * @throws IllegalArgumentException if it does not follow at t, as the score at sigma = 0
     */
    public Combination of(Parameterization parameterization, double t) {
        return prediction == null ? new Combination(0, 1) : parameterization.to(prediction, t);
    }
}
