// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import ai.djl.ndarray.NDArray;
import org.scorefield.djl.process.SamplingOptions;
import org.scorefield.djl.process.TimedField;
import org.scorefield.djl.schedule.NoiseSchedule;

/**
 * The log-likelihood of states under the probability flow of a model, by the instantaneous change
 * of variables: log p_t0(x) = log p_t1(x(t1)) + integral from t0 to t1 of div v(x(t), t) dt.
 *
 * <p>It is the density at the first time: with sigma(t0) > 0 that of data with this much noise, so
 * x are then states x_t0 and not clean data. The density at the last time is taken to be N(0,
 * sigma(t1)^2 I), which is exact where alpha(t1) = 0 and leaves out alpha(t1) x0 else; another can
 * be given. Densities are of states in the model's units; {@link Dequantization} turns them into
 * bits per dimension of stored pixels. Sources: Chen et al. 2018, Neural ordinary differential
 * equations; Song et al. 2021, Score-based generative modeling through SDEs, section 4.3.
 *
 * @param growth velocity, solver from data to noise, and divergence
 * @param end the density at the last time
 */
public record LogLikelihood(VolumeGrowth growth, LogDensity end) {

    /**
     * Refuses a flow from noise to data.
     *
     * @param growth velocity, solver from data to noise, and divergence
     * @param end the density at the last time
     */
    public LogLikelihood {
        double first = growth.solver().times().get(0);
        double last = growth.solver().times().get(growth.solver().times().size() - 1);
        if (!(last > first)) {
            throw new IllegalArgumentException(
                    "times: expected a flow from data (0) to noise (1), found "
                            + first
                            + " to "
                            + last
                            + "; turn the times round");
        }
    }

    /**
     * The likelihood with N(0, sigma^2 I) at the end.
     *
     * @param velocity of the probability flow, in the schedule's t
     * @param schedule its alpha and sigma
     * @param solver from data to noise
     * @param divergence exact for small D, else Hutchinson's
     * @return the likelihood
     */
    public static LogLikelihood of(
            TimedField velocity, NoiseSchedule schedule, FlowSolver solver, Divergence divergence) {
        double last = solver.times().get(solver.times().size() - 1);
        return new LogLikelihood(
                new VolumeGrowth(velocity, solver, divergence),
                LogDensity.normal(schedule.sigma(last)));
    }

    /**
     * The log-likelihoods of some states.
     *
     * @param x states at the first time, {@code [n, *shape]}; not modified
     * @param options seed of the signs, numbering and batches
     * @return one estimate a state
     * @throws IllegalArgumentException if x is empty or not finite
     * @throws org.scorefield.djl.process.DivergenceException if a state or divergence is not finite
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public LikelihoodEstimate run(NDArray x, SamplingOptions options) {
        VolumeEstimate volumes = growth.run(x, options);
        double[] nats;
        try (NDArray states = volumes.states()) {
            nats = end.at(states);
        }
        double[] errors = new double[nats.length];
        for (int i = 0; i < nats.length; i++) {
            nats[i] += volumes.volume(i);
            errors[i] = volumes.standardError(i);
        }
        return new LikelihoodEstimate(
                nats, errors, x.size() / x.getShape().get(0), volumes.notes());
    }
}
