// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

/** A generating process left the finite numbers. */
public final class DivergenceException extends ArithmeticException {

    private static final long serialVersionUID = 1;

    /** The number of the step, from 0. */
    private final int step;

    /** The time at which the step began; NaN for a process without time. */
    private final double t;

    /**
     * The failure of one step.
     *
     * @param step the step after which a state was not finite
     */
    DivergenceException(Step step) {
        super(
                "state: expected finite numbers, found others after "
                        + step
                        + "; take more steps, or look at the model's output at this level");
        this.step = step.index();
        this.t = step.from();
    }

    /**
     * The failure of one step without a time.
     *
     * @param step the number of the step after which a state was not finite, from 0
     * @param remedy what to do
     */
    DivergenceException(int step, String remedy) {
        super("state: expected finite numbers, found others after step " + step + "; " + remedy);
        this.step = step;
        this.t = Double.NaN;
    }

    /**
     * The failure of one step from a time, where the solver knows no noise level.
     *
     * @param step the number of the step, from 0
     * @param t the time at which it began
     * @param found what was wrong, and what to do
     */
    DivergenceException(int step, double t, String found) {
        super("state: " + found + " (step " + step + ", from t " + t + ")");
        this.step = step;
        this.t = t;
    }

    /** {@return the number of the step, from 0} */
    public int step() {
        return step;
    }

    /** {@return the time at which the step began, 1 = noise; NaN for a process without time} */
    public double t() {
        return t;
    }
}
