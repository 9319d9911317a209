// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.experiments.autonomous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.process.Denoiser;
import org.scorefield.djl.process.EquilibriumDescent;
import org.scorefield.djl.process.HeunFlow;
import org.scorefield.djl.process.NoisePath;
import org.scorefield.djl.process.Sampler;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimeGrid;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * Generates circles.
 *
 * <p>The flow: Heun's method for the probability flow from exact states at one time to the least
 * time of training, in equal steps of log SNR, and the denoiser there. t is known, so the gains mu
 * and nu are; only the network is blind. Descent: from N(0, I), without momentum.
 *
 * @param circles the data
 * @param options counts, steps and seed
 */
record Generation(ConcentricCircles circles, CirclesOptions options) {

    /** Descent is contracting at the data for rates below 2; this one keeps steps short. */
    private static final double RATE = 0.1;

    private static final int BATCH = 250;

    /**
     * Samples by the flow.
     *
     * @param denoiser a network's or a formula's
     * @param target its path and times
     * @param count samples
     * @param start an empty array of the data type and manager that the denoiser takes
     * @return samples, [count, D], owned by the manager of {@code start}
     */
    NDArray flow(Denoiser denoiser, Target target, int count, NDArray start) {
        NoiseSchedule schedule = target.schedule();
        double last = target.prior().tMin();
        double first = firstTime(target);
        TimeGrid grid = TimeGrid.logSnr(schedule, options.steps(), first, last);
        NDArray states = states(target, first, count, start);
        NDArray x =
                new Sampler(denoiser, schedule, new HeunFlow(), grid)
                        .run(states, SamplingOptions.seed(options.seed()).withBatchSize(BATCH));
        return denoiser.denoise(x, last);
    }

    /**
     * Samples by gradient descent.
     *
     * @param model of equilibrium matching
     * @param count samples
     * @param start as in {@link #flow}
     * @return samples, [count, D], owned by the manager of {@code start}
     */
    NDArray descent(DiffusionModel model, int count, NDArray start) {
        NDArray u = noise(count, start);
        return EquilibriumDescent.of(model, RATE, 0, options.descentSteps())
                .run(u, SamplingOptions.seed(options.seed()).withBatchSize(BATCH));
    }

    /** The same descent on a denoiser that does not depend on t: f(u) = u - E[x0 | u]. */
    NDArray descent(Denoiser denoiser, int count, NDArray start) {
        NDArray u = noise(count, start);
        NDManager owner = start.getManager();
        for (int i = 0; i < options.descentSteps(); i++) {
            try (NDManager scope = owner.newSubManager()) {
                u.attach(scope);
                NDArray step = u.sub(denoiser.denoise(u, 0.5)).mul(RATE);
                u = u.sub(step);
                u.attach(owner);
            }
        }
        return u;
    }

    /** Exact states alpha x0 + sigma eps at a time. */
    NDArray states(Target target, double t, int count, NDArray like) {
        try (NDManager scope = like.getManager().newSubManager(like.getDevice())) {
            NDArray x0 = circles.sample(count, new SplittableRandom(options.seed() + 1), scope);
            NDArray eps = new NoisePath(options.seed()).start(x0, 0);
            NDArray states =
                    x0.mul(target.schedule().alpha(t))
                            .add(eps.mul(target.schedule().sigma(t)))
                            .toType(like.getDataType(), true);
            states.attach(like.getManager());
            return states;
        }
    }

    /** The time at which this path has the noise level to start from. */
    private double firstTime(Target target) {
        NoiseSchedule schedule = target.schedule();
        double level = options.from() / (1 - options.from());
        double most = schedule.sigmaOverAlpha(target.prior().tMax());
        return level >= most ? target.prior().tMax() : schedule.time(level);
    }

    private NDArray noise(int count, NDArray start) {
        NDArray like =
                start.getManager()
                        .zeros(new Shape(count, circles.dimension()), start.getDataType());
        return new NoisePath(options.seed()).start(like, 0);
    }

    /** States as networks take them. */
    static NDArray narrow(NDArray x) {
        return x.toType(DataType.FLOAT32, true);
    }

    /** States as distances and energies take them. */
    static NDArray wide(NDArray x) {
        return x.toType(DataType.FLOAT64, true);
    }
}
