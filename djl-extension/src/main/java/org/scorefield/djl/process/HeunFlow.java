// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

/**
 * Heun's method in t for the probability flow: x' = x_t - h v(x_t, t), x_s = x_t - h (v(x_t, t) +
 * v(x', s)) / 2, h = t - s.
 *
 * <p>Order 2. A step to sigma = 0, where the velocity is not defined, is Euler's.
 */
public record HeunFlow() implements GeneratingProcess {

    private static final RungeKutta METHOD = new RungeKutta(ButcherTableau.HEUN);

    @Override
    public StepPlan plan(Step step) {
        return METHOD.plan(step);
    }

    @Override
    public int evaluations() {
        return METHOD.evaluations();
    }
}
