// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.djl.field.VectorField;
import org.scorefield.djl.schedule.Prediction;

/**
 * Sampling of equilibrium matching: gradient descent on a field that takes no time.
 *
 * <p>u_(k+1) = u_k - eta f(u_k + mu (u_k - u_(k-1))), with u_0 ~ N(0, I) and u_(-1) = u_0: plain
 * descent at mu = 0, else with the look-ahead of Nesterov. Each step is one evaluation. For data
 * that are one point the exact field is u less the point, so descent converges for 0 &lt; eta &lt;
 * 2. Source: Wang and Du 2025, Equilibrium matching (arXiv 2510.02300). The settings of their code,
 * for fields of scale 4 and 250 steps: eta = 0.003 without momentum (EqM-B/2), eta = 0.0017 with mu
 * = 0.3 (EqM-XL/2).
 *
 * @param field f, a gradient-like field
 * @param rate eta, finite and not 0; negative where the field is the step of descent, -f
 * @param momentum mu, in [0, 1)
 * @param steps number of steps, at least 1
 */
public record EquilibriumDescent(VectorField field, double rate, double momentum, int steps) {

    /** Times at which a prediction must be a multiple of eps - x0. */
    private static final double[] LEVELS = {0.25, 0.5, 1};

    /**
     * Refuses values outside their ranges.
     *
     * @param field f, a gradient-like field
     * @param rate eta, finite and not 0; negative where the field is the step of descent, -f
     * @param momentum mu, in [0, 1)
     * @param steps number of steps, at least 1
     */
    public EquilibriumDescent {
        if (!Double.isFinite(rate) || rate == 0 || !(momentum >= 0 && momentum < 1) || steps < 1) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "descent: expected a finite rate other than 0, momentum in [0, 1) and"
                                    + " steps >= 1, found rate %s, momentum %s, steps %d; correct"
                                    + " the values",
                            rate,
                            momentum,
                            steps));
        }
    }

    /**
     * Descent on a checkpoint, in the direction that its card says.
     *
     * @param model a blind model of prediction (-k, k), or (k, -k) where its output is the step of
     *     descent; the caller closes it after the last run
     * @param rate eta, positive
     * @param momentum mu, in [0, 1)
     * @param steps number of steps, at least 1
     * @return the process
     * @throws IllegalArgumentException if the model takes a time, or predicts something else
     */
    public static EquilibriumDescent of(
            DiffusionModel model, double rate, double momentum, int steps) {
        Prediction prediction = model.parameterization().prediction();
        double sign = 0;
        for (double t : LEVELS) {
            double c = prediction.c(model.parameterization().schedule(), t);
            double d = prediction.d(model.parameterization().schedule(), t);
            boolean turned = sign != 0 && Math.signum(d) != sign;
            if (d == 0 || Math.abs(c + d) > 1e-12 * Math.abs(d) || turned) {
                throw new IllegalArgumentException(
                        "model: expected a prediction (-k, k) of equilibrium matching, found "
                                + prediction.name()
                                + "; generate with a Sampler, or give a field to the constructor");
            }
            sign = Math.signum(d);
        }
        return new EquilibriumDescent(model.blind(Quantity.OUTPUT), sign * rate, momentum, steps);
    }

    /**
     * Descends from given states.
     *
     * @param start u_0, {@code [n, *shape]}, of the field's data type; not modified
     * @param options batches and numbering; the seed is not used
     * @return u after all steps, {@code [n, *shape]}, owned by the manager of {@code start}
     * @throws DivergenceException if a state is not finite after a step
     * @throws IllegalArgumentException if {@code start} is not finite or empty
     * @throws CancellationException if the thread was interrupted
     */
    public NDArray run(NDArray start, SamplingOptions options) {
        return run(start, options, TrajectoryObserver.NONE);
    }

    /**
     * Descends before an observer, to which t is NaN; otherwise as {@link #run(NDArray,
     * SamplingOptions)}.
     *
     * @param start u_0, {@code [n, *shape]}, of the field's data type; not modified
     * @param options batches and numbering; the seed is not used
     * @param observer sees the states at the start and after each step
     * @return u after all steps, {@code [n, *shape]}, owned by the manager of {@code start}
     */
    public NDArray run(NDArray start, SamplingOptions options, TrajectoryObserver observer) {
        return StateBatches.run(start, options, (batch, first) -> descend(batch, first, observer));
    }

    private NDArray descend(NDArray batch, long first, TrajectoryObserver observer) {
        NDManager owner = batch.getManager();
        NDArray u = batch;
        NDArray before = batch.duplicate();
        observer.observe(new TrajectoryPoint(0, steps, Double.NaN, first, u));
        for (int i = 0; i < steps; i++) {
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted at step " + i + " of " + steps);
            }
            NDArray next;
            try (NDManager scope = owner.newSubManager()) {
                before.attach(scope);
                NDArray here = u.stopGradient();
                here.attach(scope);
                NDArray ahead = momentum == 0 ? here : here.add(here.sub(before).mul(momentum));
                next = here.sub(field.evaluate(ahead).mul(rate));
                if (!StateBatches.finite(next)) {
                    throw new DivergenceException(
                            i, "take a smaller rate, or look at the model's output");
                }
                next.attach(owner);
            }
            before = u;
            u = next;
            observer.observe(new TrajectoryPoint(i + 1, steps, Double.NaN, first, u));
        }
        return u;
    }
}
