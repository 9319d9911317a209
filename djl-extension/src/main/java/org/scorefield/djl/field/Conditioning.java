// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.engine.Network;
import org.scorefield.djl.schedule.Combination;
import org.scorefield.djl.schedule.Parameterization;
import org.scorefield.djl.schedule.TimeInput;

/**
 * A quantity at given times, one a sample: q(x) = a x + b network(c x, time), with a, b, c and time
 * computed in double precision from the schedule. Its Jacobian is a I + b c J(c x).
 *
 * @param parameterization schedule and prediction of a model
 * @param quantity what to compute
 * @param times in [0, 1], 1 = noise: one, or one a sample
 */
public record Conditioning(Parameterization parameterization, Quantity quantity, double[] times) {

    /** Times at which a quantity of a blind network must be the same combination. */
    private static final double[] LEVELS = {0.125, 0.25, 0.5, 0.75, 0.875};

    private static final double ROUNDING = 1e-9;

    /**
     * Copies the times.
     *
     * @param parameterization schedule and prediction of a model
     * @param quantity what to compute
     * @param times in [0, 1], 1 = noise: one, or one a sample
     */
    public Conditioning {
        times = times.clone();
    }

    /** {@return the times in [0, 1], 1 = noise: one, or one a sample} A copy. */
    @Override
    public double[] times() {
        return times.clone();
    }

    /**
     * The quantity at times in an array.
     *
     * @param parameterization schedule and prediction of a model
     * @param quantity what to compute
     * @param t times in [0, 1], 1 = noise: one, or one a sample
     * @return the conditioning
     */
    public static Conditioning at(Parameterization parameterization, Quantity quantity, NDArray t) {
        return new Conditioning(parameterization, quantity, Times.of(t));
    }

    /**
     * A quantity of a network that takes no time.
     *
     * @param parameterization schedule and prediction of a model
     * @param quantity one that follows from state and output without the noise level
     * @return the conditioning
     * @throws IllegalArgumentException if the network takes a time, or the quantity depends on the
     *     noise level
     */
    public static Conditioning blind(Parameterization parameterization, Quantity quantity) {
        if (parameterization.time().kind() != TimeInput.Kind.NONE) {
            throw new IllegalArgumentException(
                    "model: expected a network that takes no time, found time input "
                            + parameterization.time().kind().label()
                            + "; give t, or use FrozenField at one t");
        }
        double[] first = factors(parameterization, quantity, LEVELS[0]);
        for (double t : LEVELS) {
            double[] other = factors(parameterization, quantity, t);
            for (int i = 0; i < first.length; i++) {
                if (Math.abs(first[i] - other[i]) > ROUNDING * Math.max(1, Math.abs(first[i]))) {
                    throw new IllegalArgumentException(
                            "quantity: expected one that follows from a prediction of "
                                    + parameterization.prediction().name()
                                    + " without the noise level, found "
                                    + quantity.label()
                                    + "; use output, or give t");
                }
            }
        }
        return new Conditioning(parameterization, quantity, new double[] {LEVELS[0]});
    }

    private static double[] factors(
            Parameterization parameterization, Quantity quantity, double t) {
        Combination combination = quantity.of(parameterization, t);
        double scale = parameterization.inputScale().at(parameterization.schedule(), t);
        return new double[] {combination.ofState(), combination.ofOutput(), scale};
    }

    /**
     * What the network is fed: the scaled state and, unless the network is blind, the time.
     *
     * @param x states, {@code [batch, *shape]}
     * @param scope owns the result
     * @return one or two arrays
     */
    public NDList networkInputs(NDArray x, NDManager scope) {
        NDArray time = time(x, scope);
        NDArray input = input(x, scope);
        return time == null ? new NDList(input) : new NDList(input, time);
    }

    /**
     * The quantity, from the network's output for {@link #networkInputs}.
     *
     * @param x states, {@code [batch, *shape]}
     * @param output the network's output
     * @return {@code [batch, *shape]}, owned by the manager of {@code x}
     */
    public NDArray fromOutput(NDArray x, NDArray output) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            return give(combine(x, inside(output, scope), x, scope), x);
        }
    }

    NDArray evaluate(Network network, NDArray x) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray input = input(x, scope);
            NDArray output = network.evaluate(input, time(x, scope));
            return give(combine(x, output, x, scope), x);
        }
    }

    NDArray jvp(Network network, NDArray x, NDArray v) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray product = network.jvp(input(x, scope), time(x, scope), inside(v, scope));
            return give(chain(v, product, x, scope), x);
        }
    }

    NDArray vjp(Network network, NDArray x, NDArray w) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            NDArray product = network.vjp(input(x, scope), time(x, scope), inside(w, scope));
            return give(chain(w, product, x, scope), x);
        }
    }

    Linearization linearize(Network network, NDArray x, NDArray v) {
        try (NDManager scope = x.getManager().newSubManager(x.getDevice())) {
            Linearization raw =
                    network.linearize(input(x, scope), time(x, scope), inside(v, scope));
            return new Linearization(
                    give(combine(x, raw.value(), x, scope), x),
                    give(chain(v, raw.product(), x, scope), x));
        }
    }

    /** The state as the network sees it, in the scope. */
    private NDArray input(NDArray x, NDManager scope) {
        NDArray inside = inside(x, scope);
        double[] scales = scales();
        return all(scales, 1) ? inside : inside.mul(column(scales, x, scope));
    }

    /** The time as the network sees it, in the scope; none for a blind network. */
    private @Nullable NDArray time(NDArray x, NDManager scope) {
        if (parameterization.time().kind() == TimeInput.Kind.NONE) {
            return null;
        }
        double[] own = map(t -> parameterization.time().of(parameterization.schedule(), t));
        return column(own, x, scope).reshape(-1);
    }

    /** a x + b r, in the scope of r. */
    private NDArray combine(NDArray state, NDArray output, NDArray x, NDManager scope) {
        Combination[] combinations = combinations();
        return sum(
                state,
                Arrays.stream(combinations).mapToDouble(Combination::ofState).toArray(),
                output,
                Arrays.stream(combinations).mapToDouble(Combination::ofOutput).toArray(),
                x,
                scope);
    }

    private NDArray chain(NDArray direction, NDArray product, NDArray x, NDManager scope) {
        Combination[] combinations = combinations();
        double[] scales = scales();
        double[] ofProduct = new double[scales.length];
        for (int i = 0; i < scales.length; i++) {
            ofProduct[i] = combinations[i].ofOutput() * scales[i];
        }
        return sum(
                direction,
                Arrays.stream(combinations).mapToDouble(Combination::ofState).toArray(),
                product,
                ofProduct,
                x,
                scope);
    }

    private static NDArray sum(
            NDArray first,
            double[] ofFirst,
            NDArray second,
            double[] ofSecond,
            NDArray x,
            NDManager scope) {
        NDArray right = all(ofSecond, 1) ? second : second.mul(column(ofSecond, x, scope));
        return all(ofFirst, 0)
                ? right
                : inside(first, scope).mul(column(ofFirst, x, scope)).add(right);
    }

    private Combination[] combinations() {
        return Arrays.stream(times)
                .mapToObj(t -> quantity.of(parameterization, t))
                .toArray(Combination[]::new);
    }

    private double[] scales() {
        return map(t -> parameterization.inputScale().at(parameterization.schedule(), t));
    }

    private double[] map(DoubleUnaryOperator function) {
        return Arrays.stream(times).map(function).toArray();
    }

    private static boolean all(double[] values, double value) {
        return Arrays.stream(values).allMatch(v -> v == value);
    }

    /**
     * Numbers, one a sample or one for all, in the data type of x and ready to broadcast over it.
     */
    private static NDArray column(double[] values, NDArray x, NDManager scope) {
        long batch = x.getShape().get(0);
        double[] each = values;
        if (values.length == 1) {
            each = new double[Math.toIntExact(batch)];
            Arrays.fill(each, values[0]);
        } else if (values.length != batch) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "t: expected one time, or one for each of %d samples, found %d; give t"
                                    + " the shape [batch]",
                            batch,
                            values.length));
        }
        long[] dims = new long[x.getShape().dimension()];
        Arrays.fill(dims, 1);
        dims[0] = batch;
        return scope.create(each, new Shape(dims)).toType(x.getDataType(), false);
    }

    /** The same values, owned by the scope, so that what is computed from them is too. */
    private static NDArray inside(NDArray array, NDManager scope) {
        NDArray alias = array.stopGradient();
        alias.attach(scope);
        return alias;
    }

    private static NDArray give(NDArray result, NDArray x) {
        result.attach(x.getManager());
        return result;
    }
}
