// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.scorefield.djl.schedule.NoiseSchedule;

/** The right-hand side of an ordinary differential equation, dx/dt = f(x, t). */
@FunctionalInterface
public interface RightHandSide {

    /**
     * The derivative at one time.
     *
     * @param x states, {@code [batch, *shape]}; not modified
     * @param t time, in the equation's own units
     * @return dx/dt, {@code [batch, *shape]}, owned by the manager of {@code x}
     */
    NDArray evaluate(NDArray x, double t);

    /**
     * The derivative with one time a sample, as a solver asks that chooses the steps of each sample
     * by itself.
     *
     * <p>Unless overridden, samples of different times are evaluated one after the other.
     *
     * @param x states, {@code [batch, *shape]}; not modified
     * @param times one time a sample
     * @return dx/dt, {@code [batch, *shape]}, owned by the manager of {@code x}
     */
    default NDArray evaluate(NDArray x, double[] times) {
        double first = times[0];
        if (Arrays.stream(times).allMatch(t -> t == first)) {
            return evaluate(x, first);
        }
        NDList rows = new NDList();
        for (int i = 0; i < times.length; i++) {
            rows.add(evaluate(x.get(new NDIndex("{}:{}", i, i + 1)), times[i]));
        }
        return NDArrays.concat(rows);
    }

    /**
     * The probability flow of a denoiser, dx/dt = (sigma'/sigma) x + (alpha' - alpha sigma'/sigma)
     * D(x, t), in the schedule's t.
     *
     * <p>Source: Song et al. 2021, Score-based generative modeling through SDEs, equation 13.
     *
     * @param denoiser the model
     * @param schedule its alpha and sigma; sigma must be positive where the flow is asked
     * @return its right-hand side
     */
    static RightHandSide probabilityFlow(Denoiser denoiser, NoiseSchedule schedule) {
        return (x, t) -> {
            StepCoefficients velocity = ReverseProcess.velocity(schedule, t);
            return x.mul(velocity.state()).add(denoiser.denoise(x, t).mul(velocity.denoised()));
        };
    }
}
