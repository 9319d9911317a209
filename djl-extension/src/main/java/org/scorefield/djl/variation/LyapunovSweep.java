// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.StepMaps;

/**
 * One forward sweep of k tangent vectors along each trajectory: Q_0 random orthonormal, dF_n Q_n =
 * Q_(n+1) R_(n+1), growth_i = sum_n log (R_n)_ii.
 *
 * <p>Over a long horizon growth_i / T are the leading Lyapunov exponents and the frame converges to
 * the leading backward Lyapunov vectors. <b>At a finite horizon with a small gap it does not</b>:
 * the frame is off by an angle of tangent (s_(k+1) / s_k) tan(initial angle), with s the singular
 * values; then use {@link SingularSearch}. The sum over i is exact where k = D.
 *
 * <p>A step costs one linearisation with k directions for each stage of the process, and a QR
 * factorisation of 4 D k^2 operations a state, in double precision on the CPU. Memory: some frames
 * of one batch, whatever the number of steps. Source: Benettin, Galgani, Giorgilli, Strelcyn 1980,
 * Lyapunov characteristic exponents, part 2.
 *
 * @param maps the steps
 * @param k number of tangent vectors, 1 to D
 */
public record LyapunovSweep(StepMaps maps, int k) {

    /**
     * Refuses k below 1.
     *
     * @param maps the steps
     * @param k number of tangent vectors, 1 to D
     */
    public LyapunovSweep {
        Batches.vectors(k, Integer.MAX_VALUE);
    }

    /**
     * Sweeps.
     *
     * @param start states at the first time, {@code [n, *shape]}, FLOAT32 or FLOAT64 as the field
     *     takes them; not modified
     * @param options seed of noise and first frame, numbering and batches
     * @param observer sees each step
     * @return spectrum and end
     * @throws IllegalArgumentException if k exceeds D, or start is empty or not finite
     * @throws org.scorefield.djl.process.DivergenceException if a state or product is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public LyapunovSpectrum run(NDArray start, SamplingOptions options, FrameObserver observer) {
        Batches.vectors(k, Batches.dimension(start));
        List<double[]> growth = new ArrayList<>();
        NDList states = new NDList();
        NDList frames = new NDList();
        Batches.each(
                start,
                options,
                (batch, first) -> {
                    FrameSweep sweep = new FrameSweep(maps, new NoisePath(options.seed()), first);
                    FrameSweep.End end =
                            sweep.forward(
                                    batch,
                                    Frames.random(batch, k, options.seed(), first),
                                    observer);
                    for (Growth own : end.growth()) {
                        growth.add(own.logs());
                    }
                    NDArray frame = Frames.join(end.frame(), end.x());
                    end.x().attach(start.getManager());
                    frame.attach(start.getManager());
                    states.add(end.x());
                    frames.add(frame);
                });
        return new LyapunovSpectrum(
                growth.toArray(double[][]::new),
                maps.length(),
                joined(states, 0),
                joined(frames, 1),
                Batches.notes(maps));
    }

    /**
     * As with an observer that sees nothing.
     *
     * @param start states at the first time, {@code [n, *shape]}, FLOAT32 or FLOAT64 as the field
     *     takes them; not modified
     * @param options seed of noise and first frame, numbering and batches
     * @return spectrum and end
     */
    public LyapunovSpectrum run(NDArray start, SamplingOptions options) {
        return run(start, options, FrameObserver.NONE);
    }

    /** Batches joined along an axis; they are closed unless there is one only. */
    static NDArray joined(NDList parts, int axis) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        NDArray all = NDArrays.concat(parts, axis);
        parts.forEach(NDArray::close);
        return all;
    }
}
