// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear combination inside of a step: state x + noise z + sum over j of values[j] f_j, where f_j
 * are what the model gave at the step's earlier stages.
 *
 * @param state factor of the state at the step's beginning
 * @param noise factor of the step's standard normal numbers
 * @param values factors of the model's values, in the order of the stages; missing ones are 0
 */
public record Weights(double state, double noise, List<Double> values) {

    /** The state itself. */
    static final Weights STATE = new Weights(1, 0, List.of());

    /**
     * Refuses what is not finite, and copies.
     *
     * @param state factor of the state at the step's beginning
     * @param noise factor of the step's standard normal numbers
     * @param values factors of the model's values, in the order of the stages; missing ones are 0
     */
    public Weights {
        values = List.copyOf(values);
        boolean finite = Double.isFinite(state) && Double.isFinite(noise);
        for (double value : values) {
            finite &= Double.isFinite(value);
        }
        if (!finite) {
            throw new IllegalArgumentException(
                    "step: expected finite coefficients, found ("
                            + state
                            + ", "
                            + noise
                            + ", "
                            + values
                            + "); choose a grid on which alpha and sigma are positive");
        }
    }

    /** The model's value at a stage. */
    static Weights value(int stage) {
        List<Double> values = new ArrayList<>(java.util.Collections.nCopies(stage, 0.0));
        values.add(1.0);
        return new Weights(0, 0, values);
    }

    Weights times(double factor) {
        return new Weights(
                state * factor, noise * factor, values.stream().map(v -> v * factor).toList());
    }

    Weights plus(Weights other) {
        List<Double> sum = new ArrayList<>();
        for (int i = 0; i < Math.max(values.size(), other.values.size()); i++) {
            sum.add(of(i) + other.of(i));
        }
        return new Weights(state + other.state, noise + other.noise, sum);
    }

    /** Factor of the value at a stage, 0 where it is not used. */
    double of(int stage) {
        return stage < values.size() ? values.get(stage) : 0;
    }
}
