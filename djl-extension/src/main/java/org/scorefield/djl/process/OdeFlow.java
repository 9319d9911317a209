// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Solves dx/dt = f(x, t) from the first of some times to the last, showing the state at each.
 *
 * <p>Four values that are chosen apart: the right-hand side (a checkpoint's {@link TimedField}, an
 * autonomous field as {@code (x, t) -> field.evaluate(x)}, or any formula), the method, the rule of
 * its steps, and the times, which may rise or fall. With an adaptive rule the steps do not end at
 * the times: states there are the method's dense output. Every sample has steps of its own, so
 * results do not depend on the batch beyond the right-hand side's own rounding. To cancel,
 * interrupt the thread.
 *
 * @param right f
 * @param tableau the method
 * @param rule fixed or adaptive steps; adaptive ones need a tableau with an error estimate
 * @param times strictly rising or strictly falling, at least two
 */
public record OdeFlow(
        RightHandSide right, ButcherTableau tableau, StepRule rule, List<Double> times) {

    /**
     * Checks and copies.
     *
     * @param right f
     * @param tableau the method
     * @param rule fixed or adaptive steps; adaptive ones need a tableau with an error estimate
     * @param times strictly rising or strictly falling, at least two
     */
    public OdeFlow {
        times = List.copyOf(times);
        monotone(times);
        if (rule instanceof StepRule.Adaptive
                && (tableau.error().isEmpty() || !tableau.firstSameAsLast())) {
            throw new IllegalArgumentException(
                    "tableau: expected a method with an error estimate whose last stage is the next"
                            + " step's first, found "
                            + tableau.name()
                            + "; use DORMAND_PRINCE, or fixed steps");
        }
    }

    static void monotone(List<Double> times) {
        boolean fits = times.size() >= 2;
        for (int i = 1; fits && i < times.size(); i++) {
            double first = times.get(1) - times.get(0);
            double length = times.get(i) - times.get(i - 1);
            fits = Double.isFinite(length) && length * Math.signum(first) > 0;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "times: expected at least 2 that rise or that fall, found "
                            + (times.size() > 8 ? times.size() + " others" : times)
                            + "; order them");
        }
    }

    /**
     * Solves for states at the last time.
     *
     * @param start states at the first time, {@code [n, *shape]}, FLOAT32 or FLOAT64 as f takes
     *     them; not modified
     * @param options batches and numbering; the seed is not used
     * @return states at the last time, {@code [n, *shape]}, owned by the manager of {@code start}
     * @throws DivergenceException if a state is not finite, or the steps run out
     * @throws IllegalArgumentException if {@code start} is not finite or empty
     * @throws CancellationException if the thread was interrupted
     */
    public NDArray run(NDArray start, SamplingOptions options) {
        return run(start, options, TrajectoryObserver.NONE);
    }

    /**
     * Solves before an observer, which sees the states at each of the times; otherwise as {@link
     * #run(NDArray, SamplingOptions)}.
     *
     * @param start states at the first time, {@code [n, *shape]}, FLOAT32 or FLOAT64 as f takes
     *     them; not modified
     * @param options batches and numbering; the seed is not used
     * @param observer sees the states at each of the times
     * @return states at the last time, {@code [n, *shape]}, owned by the manager of {@code start}
     */
    public NDArray run(NDArray start, SamplingOptions options, TrajectoryObserver observer) {
        return StateBatches.run(
                start,
                options,
                (batch, first) -> {
                    int last = times.size() - 1;
                    observer.observe(new TrajectoryPoint(0, last, times.get(0), first, batch));
                    if (rule instanceof StepRule.Adaptive adaptive) {
                        return new AdaptiveRun(this, adaptive, batch).run(first, observer);
                    }
                    return fixed(batch, first, observer);
                });
    }

    private NDArray fixed(NDArray batch, long first, TrajectoryObserver observer) {
        NDManager owner = batch.getManager();
        NDArray x = batch;
        int last = times.size() - 1;
        for (int i = 0; i < last; i++) {
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted at step " + i + " of " + last);
            }
            double t = times.get(i);
            try (NDManager scope = owner.newSubManager()) {
                NDArray here = x;
                here.attach(scope);
                NDArray next = tableau.plan(t, times.get(i + 1) - t).apply(right, here, () -> here);
                if (!StateBatches.finite(next)) {
                    throw new DivergenceException(
                            i,
                            t,
                            "expected finite numbers, found others; take more steps, or look at the"
                                    + " right-hand side there");
                }
                next.attach(owner);
                x = next;
            }
            observer.observe(new TrajectoryPoint(i + 1, last, times.get(i + 1), first, x));
        }
        return x;
    }
}
