// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;

/** A rule that carries states from one time of a grid to the next. */
public interface GeneratingProcess {

    /**
     * One step.
     *
     * @param denoiser the model
     * @param x states at the step's beginning, {@code [batch, *shape]}; not modified
     * @param step where it goes
     * @param noise gives standard normal numbers of the shape of {@code x}, the same on every call
     *     of one step; a deterministic process does not ask
     * @return states at the step's end, {@code [batch, *shape]}, owned by the manager of {@code x}
     */
    default NDArray step(Denoiser denoiser, NDArray x, Step step, Supplier<NDArray> noise) {
        return plan(step).apply(denoiser::denoise, x, noise);
    }

    /**
     * The step as a plan, of which the denoiser is the field.
     *
     * @param step where it goes
     * @return stages and end
     * @throws IllegalArgumentException if the process cannot take this step
     */
    StepPlan plan(Step step);

    /** {@return evaluations of the denoiser in one step} */
    int evaluations();
}
