// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * A process on a grid as the composition of differentiable maps, x_(n+1) = F_n(x_n): the very steps
 * that a sampler takes, with the noise of a stochastic process held fixed.
 *
 * @param field what the steps ask: the denoiser, or a right-hand side
 * @param plans F_n, in order
 * @param times time before the first and after each step, one more than plans
 */
public record StepMaps(TimedField field, List<StepPlan> plans, List<Double> times) {

    /**
     * Copies; refuses times that do not fit.
     *
     * @param field what the steps ask: the denoiser, or a right-hand side
     * @param plans F_n, in order
     * @param times time before the first and after each step, one more than plans
     */
    public StepMaps {
        plans = List.copyOf(plans);
        times = List.copyOf(times);
        OdeFlow.monotone(times);
        if (times.size() != plans.size() + 1) {
            throw new IllegalArgumentException(
                    "times: expected one more than the "
                            + plans.size()
                            + " steps, found "
                            + times.size()
                            + "; give the time before the first and after each step");
        }
    }

    /**
     * A generating process.
     *
     * @param denoiser D(x, t) with its Jacobian products
     * @param schedule its alpha and sigma
     * @param process the rule of a step
     * @param grid the times to visit
     * @return its steps
     * @throws IllegalArgumentException if the process cannot take a step of the grid
     */
    public static StepMaps of(
            TimedField denoiser, NoiseSchedule schedule, GeneratingProcess process, TimeGrid grid) {
        List<StepPlan> plans = new ArrayList<>();
        for (int i = 0; i < grid.steps(); i++) {
            double from = grid.times().get(i);
            plans.add(process.plan(new Step(i, schedule, from, grid.times().get(i + 1))));
        }
        return new StepMaps(denoiser, plans, grid.times());
    }

    /**
     * Fixed steps of a Runge-Kutta method for dx/dt = f(x, t).
     *
     * @param right f with its Jacobian products; {@code t -> field} for an autonomous field
     * @param tableau the method
     * @param times strictly rising or strictly falling, at least two
     * @return its steps
     */
    public static StepMaps of(TimedField right, ButcherTableau tableau, List<Double> times) {
        OdeFlow.monotone(times);
        List<StepPlan> plans = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            double t = times.get(i - 1);
            plans.add(tableau.plan(t, times.get(i) - t));
        }
        return new StepMaps(right, plans, times);
    }

    /** {@return number of steps} */
    public int steps() {
        return plans.size();
    }

    /** {@return length of the whole in t, |last - first|} */
    public double length() {
        return Math.abs(times.get(steps()) - times.get(0));
    }

    /**
     * One step.
     *
     * @param x states before it
     * @param at which step, of which samples
     * @return F_n(x), {@code [batch, *shape]}, owned by the manager of {@code x}
     * @throws DivergenceException if it is not finite
     */
    public NDArray apply(NDArray x, Place at) {
        return inScope(x, here -> finite(plan(at).apply(field, here, () -> at.noise(here)), at));
    }

    /**
     * One step and its Jacobian-vector products.
     *
     * @param x states before it, {@code [batch, *shape]}; not modified
     * @param v directions, {@code [k, batch, *shape]}; not modified
     * @param at which step, of which samples
     * @return F_n(x) and dF_n(x) v, owned by the manager of {@code x}
     * @throws DivergenceException if F_n(x) or a product is not finite
     */
    public Linearization linearize(NDArray x, NDArray v, Place at) {
        NDManager owner = x.getManager();
        try (NDManager scope = owner.newSubManager(x.getDevice())) {
            NDArray here = StateBatches.inside(x, scope);
            NDArray directions = StateBatches.inside(v, scope);
            Linearization both =
                    plan(at).linearize(field::at, here, directions, () -> at.noise(here));
            finite(both.value(), at).attach(owner);
            finite(both.product(), at).attach(owner);
            return both;
        }
    }

    /**
     * The transposed Jacobian of one step, times covectors.
     *
     * @param x states before the step, {@code [batch, *shape]}; not modified
     * @param w covectors after it, {@code [k, batch, *shape]}; not modified
     * @param at which step, of which samples
     * @return dF_n(x)^T w, {@code [k, batch, *shape]}, owned by the manager of {@code x}
     * @throws DivergenceException if it is not finite
     */
    public NDArray vjp(NDArray x, NDArray w, Place at) {
        return inScope(
                x,
                here -> {
                    NDArray inside = StateBatches.inside(w, here.getManager());
                    return finite(plan(at).vjp(field::at, here, inside, () -> at.noise(here)), at);
                });
    }

    /**
     * A step of some samples.
     *
     * @param step number of the step, from 0
     * @param firstSample number of the batch's first sample
     * @param noise the noise of all steps and samples
     */
    public record Place(int step, long firstSample, NoisePath noise) {

        private NDArray noise(NDArray x) {
            return noise.step(x, firstSample, step);
        }
    }

    private StepPlan plan(Place at) {
        return plans.get(at.step());
    }

    private NDArray finite(NDArray value, Place at) {
        if (!StateBatches.finite(value)) {
            throw new DivergenceException(
                    at.step(),
                    times.get(at.step()),
                    "expected finite numbers, found others; take more steps, or look at the"
                            + " model's output at this level");
        }
        return value;
    }

    private static NDArray inScope(NDArray x, UnaryOperator<NDArray> step) {
        NDManager owner = x.getManager();
        try (NDManager scope = owner.newSubManager(x.getDevice())) {
            NDArray result = step.apply(StateBatches.inside(x, scope));
            result.attach(owner);
            return result;
        }
    }
}
