// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.concurrent.CancellationException;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * Carries states along a grid by a generating process.
 *
 * <p>Results depend on the seed and the number of a sample only, not on the batch size beyond the
 * denoiser's own rounding. Memory: the start, the result, and one step of one batch. To cancel,
 * interrupt the thread: the run ends between two steps.
 *
 * @param denoiser the model, which must stay open
 * @param schedule its alpha and sigma
 * @param process the rule of a step
 * @param grid the times to visit
 */
public record Sampler(
        Denoiser denoiser, NoiseSchedule schedule, GeneratingProcess process, TimeGrid grid) {

    /**
     * Carries states from {@code grid.from()} to {@code grid.to()}.
     *
     * @param start states at {@code grid.from()}, {@code [n, *shape]}, FLOAT32 or FLOAT64 as the
     *     denoiser takes them; sigma z with z ~ N(0, I) where no signal is left there. Not modified
     * @param options seed, numbering and batches
     * @return states at {@code grid.to()}, {@code [n, *shape]}, owned by the manager of {@code
     *     start}; noise of size sigma is still in them where sigma(grid.to()) is positive
     * @throws DivergenceException if a state is not finite after a step
     * @throws IllegalArgumentException if {@code start} is not finite or empty, or the process
     *     cannot take a step of the grid
     * @throws CancellationException if the thread was interrupted
     */
    public NDArray run(NDArray start, SamplingOptions options) {
        return run(start, options, TrajectoryObserver.NONE);
    }

    /**
     * Carries states from {@code grid.from()} to {@code grid.to()} before an observer; otherwise as
     * {@link #run(NDArray, SamplingOptions)}.
     *
     * @param start states at {@code grid.from()}, {@code [n, *shape]}, FLOAT32 or FLOAT64 as the
     *     denoiser takes them; sigma z with z ~ N(0, I) where no signal is left there. Not modified
     * @param options seed, numbering and batches
     * @param observer sees the states at the start and after each step
     * @return states at {@code grid.to()}, {@code [n, *shape]}, owned by the manager of {@code
     *     start}; noise of size sigma is still in them where sigma(grid.to()) is positive
     */
    public NDArray run(NDArray start, SamplingOptions options, TrajectoryObserver observer) {
        return StateBatches.run(
                start, options, (batch, first) -> carry(batch, first, options, observer));
    }

    private NDArray carry(
            NDArray batch, long first, SamplingOptions options, TrajectoryObserver observer) {
        NDManager owner = batch.getManager();
        NoisePath path = new NoisePath(options.seed());
        int steps = grid.steps();
        NDArray x = batch;
        observer.observe(new TrajectoryPoint(0, steps, grid.from(), first, x));
        for (int i = 0; i < steps; i++) {
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted at step " + i + " of " + steps);
            }
            int index = i;
            Step step = new Step(i, schedule, grid.times().get(i), grid.times().get(i + 1));
            try (NDManager manager = owner.newSubManager()) {
                NDArray here = x;
                here.attach(manager);
                NDArray next =
                        process.step(denoiser, here, step, () -> path.step(here, first, index));
                if (!StateBatches.finite(next)) {
                    throw new DivergenceException(step);
                }
                next.attach(owner);
                x = next;
            }
            observer.observe(new TrajectoryPoint(i + 1, steps, step.to(), first, x));
        }
        return x;
    }
}
