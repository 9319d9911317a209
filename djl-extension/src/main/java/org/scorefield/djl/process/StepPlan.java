// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.field.VectorField;

/**
 * One step as a small program: f_i = f(stage_i, t_i) for each stage in turn, then the end; stages
 * and end are linear combinations of the state x, the noise z and the earlier f_j.
 *
 * <p>Every process of this package is such a plan, of the denoiser or of a right-hand side. The
 * Jacobian of the step itself, with the noise held fixed, follows by the chain rule from products
 * with the Jacobian of f; nothing is said again for each process.
 *
 * @param stages where f is asked; may be empty
 * @param end the state after the step
 */
public record StepPlan(List<Stage> stages, Weights end) {

    /**
     * An evaluation of f.
     *
     * @param t its time
     * @param at its state, of earlier stages only
     */
    public record Stage(double t, Weights at) {}

    /**
     * Copies; refuses a stage that needs a later one.
     *
     * @param stages where f is asked; may be empty
     * @param end the state after the step
     */
    public StepPlan {
        stages = List.copyOf(stages);
        for (int i = 0; i < stages.size(); i++) {
            causal(stages.get(i).at(), i);
        }
        causal(end, stages.size());
    }

    private static void causal(Weights weights, int known) {
        if (weights.values().size() > known) {
            throw new IllegalArgumentException(
                    "plan: expected stages that use earlier ones only, found "
                            + weights
                            + " where "
                            + known
                            + " values are known; order the stages");
        }
    }

    /**
     * The step.
     *
     * @param f what is asked at the stages
     * @param x states, {@code [batch, *shape]}; not modified
     * @param noise gives z, of the shape of x, the same on every call; asked only if it is used
     * @return states at the step's end, {@code [batch, *shape]}, owned by the manager of {@code x}
     */
    public NDArray apply(RightHandSide f, NDArray x, Supplier<NDArray> noise) {
        List<NDArray> values = new ArrayList<>();
        for (Stage stage : stages) {
            values.add(f.evaluate(sum(stage.at(), x, noise, values), stage.t()));
        }
        return sum(end, x, noise, values);
    }

    /**
     * The step and its Jacobian-vector products, {@code (F(x), dF(x) v)} with z held fixed.
     *
     * @param f the field of a time; its {@code linearize} is called once a stage
     * @param x states, {@code [batch, *shape]}; not modified
     * @param v directions, {@code [k, batch, *shape]}, of the manager of {@code x}; not modified
     * @param noise as in {@link #apply}
     * @return both, owned by the manager of {@code x}
     */
    public Linearization linearize(
            DoubleFunction<VectorField> f, NDArray x, NDArray v, Supplier<NDArray> noise) {
        List<NDArray> values = new ArrayList<>();
        List<NDArray> products = new ArrayList<>();
        for (Stage stage : stages) {
            Linearization both =
                    f.apply(stage.t())
                            .linearize(
                                    sum(stage.at(), x, noise, values),
                                    sum(stage.at(), v, null, products));
            values.add(both.value());
            products.add(both.product());
        }
        return new Linearization(sum(end, x, noise, values), sum(end, v, null, products));
    }

    /**
     * The transposed Jacobian of the step with z held fixed, times covectors: {@code dF(x)^T w}.
     *
     * @param f the field of a time; {@code evaluate} and {@code vjp} are called once a stage
     * @param x states at the step's beginning, {@code [batch, *shape]}; not modified
     * @param w covectors at its end, {@code [k, batch, *shape]}, of the manager of {@code x}; not
     *     modified
     * @param noise as in {@link #apply}
     * @return {@code [k, batch, *shape]}, owned by the manager of {@code x}
     */
    public NDArray vjp(
            DoubleFunction<VectorField> f, NDArray x, NDArray w, Supplier<NDArray> noise) {
        int count = stages.size();
        List<NDArray> states = new ArrayList<>();
        List<NDArray> values = new ArrayList<>();
        List<@Nullable NDArray> adjoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Stage stage = stages.get(i);
            states.add(sum(stage.at(), x, noise, values));
            if (i < count - 1) {
                values.add(f.apply(stage.t()).evaluate(states.get(i)));
            }
            adjoints.add(add(null, w, end.of(i)));
        }
        NDArray result = w.mul(end.state());
        for (int i = count - 1; i >= 0; i--) {
            NDArray adjoint = adjoints.get(i);
            if (adjoint == null) {
                continue;
            }
            Stage stage = stages.get(i);
            NDArray back = f.apply(stage.t()).vjp(states.get(i), adjoint);
            result = result.add(back.mul(stage.at().state()));
            for (int j = 0; j < i; j++) {
                adjoints.set(j, add(adjoints.get(j), back, stage.at().of(j)));
            }
        }
        return result;
    }

    private static @Nullable NDArray add(@Nullable NDArray sum, NDArray term, double factor) {
        if (factor == 0) {
            return sum;
        }
        NDArray scaled = term.mul(factor);
        return sum == null ? scaled : sum.add(scaled);
    }

    /** The combination; noise is null for directions, which it does not move. */
    private static NDArray sum(
            Weights weights, NDArray x, @Nullable Supplier<NDArray> noise, List<NDArray> values) {
        NDArray sum = x.mul(weights.state());
        for (int j = 0; j < weights.values().size(); j++) {
            if (weights.of(j) != 0) {
                sum = sum.add(values.get(j).mul(weights.of(j)));
            }
        }
        return noise == null || weights.noise() == 0
                ? sum
                : sum.add(noise.get().mul(weights.noise()));
    }
}
