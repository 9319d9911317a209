// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.djl.engine.Arguments;
import org.scorefield.djl.engine.Arguments.Directions;
import org.scorefield.djl.engine.Linearization;
import org.scorefield.djl.engine.NetworkSignature;
import org.scorefield.djl.engine.NetworkSignature.TimeArgument;
import org.scorefield.djl.schedule.TimeInput.Direction;

/**
 * The probability flow of a time-conditioned model, made autonomous by one dimension more.
 *
 * <p>The state is {@code z = (u, t)}, {@code [batch, D + 1]}: u flattened, then t in [0, 1], 1 =
 * noise. Towards noise dz/ds = (velocity(u, t), 1), towards data its negative, so that generation
 * starts at t = 1 and ends after s = 1. The flow of z is that of the model's ODE; what a blind
 * network must do without is the last coordinate.
 *
 * <p>Products in u are the network's own. The derivative in t is a difference of the velocity at t
 * + h and t - h, h = the cube root of a rounding (6e-6 in FLOAT64, 5e-3 in FLOAT32; to one side and
 * of second order within h of 0 and 1): about ten digits in FLOAT64, four in FLOAT32.
 */
public final class ExtendedField implements VectorField {

    private static final int[] LAST = {-1};

    private final DiffusionModel model;
    private final Direction direction;
    private final Arguments arguments;
    private final Shape shape;
    private final long dimension;

    /**
     * The field.
     *
     * @param model the model, which the caller closes after the field's last use
     * @param direction whether s grows towards noise or towards data
     */
    public ExtendedField(DiffusionModel model, Direction direction) {
        this.model = model;
        this.direction = direction;
        this.shape = new Shape(model.dataShape());
        this.dimension = shape.size();
        this.arguments =
                new Arguments(
                        new NetworkSignature(
                                Optional.of(new Shape(dimension + 1)),
                                TimeArgument.ABSENT,
                                List.of()),
                        model.description().device(),
                        model.dataType());
    }

    /** {@return whether s grows towards noise or towards data} */
    public Direction direction() {
        return direction;
    }

    /** {@return d + 1} */
    public long dimension() {
        return dimension + 1;
    }

    /**
     * Joins states and a time.
     *
     * @param u states, {@code [batch, *shape]}; not modified
     * @param t time in [0, 1], 1 = noise
     * @return z, {@code [batch, D + 1]}, owned by the manager of u
     */
    public NDArray join(NDArray u, double t) {
        try (NDManager scope = u.getManager().newSubManager(u.getDevice())) {
            NDArray flat = NodeBatches.inside(u, scope).reshape(new Shape(-1, dimension));
            double[] times = new double[Math.toIntExact(flat.getShape().get(0))];
            Arrays.fill(times, t);
            NDArray time = scope.create(times, new Shape(times.length, 1));
            return give(joined(flat, time.toType(u.getDataType(), false)), u);
        }
    }

    /**
     * The states without their times.
     *
     * @param z {@code [batch, D + 1]}; not modified
     * @return u, {@code [batch, *shape]}, owned by the manager of z
     */
    public NDArray states(NDArray z) {
        arguments.state(z);
        try (NDManager scope = z.getManager().newSubManager(z.getDevice())) {
            return give(Point.of(this, z, scope).u().duplicate(), z);
        }
    }

    @Override
    public NDArray evaluate(NDArray z) {
        arguments.state(z);
        try (NDManager scope = z.getManager().newSubManager(z.getDevice())) {
            Point at = Point.of(this, z, scope);
            NDArray velocity = velocity(at.times()).evaluate(model.network(), at.u());
            return give(joined(flat(velocity), at.ones()).mul(sign()), z);
        }
    }

    @Override
    public NDArray jvp(NDArray z, NDArray v) {
        Linearization both = linearize(z, v);
        both.value().close();
        return both.product();
    }

    @Override
    public Linearization linearize(NDArray z, NDArray v) {
        arguments.state(z);
        Directions kind = arguments.directions("v", v, z);
        try (NDManager scope = z.getManager().newSubManager(z.getDevice())) {
            Point at = Point.of(this, z, scope);
            NDArray many = many(v, kind, scope);
            NDArray space = many.get("..., {}:{}", 0, dimension).reshape(directions(many));
            NDArray time = many.get("..., {}:{}", dimension, dimension + 1);
            Linearization both = velocity(at.times()).linearize(model.network(), at.u(), space);
            NDArray product = flatMany(both.product()).add(time.mul(slope(at)));
            NDArray value = joined(flat(both.value()), at.ones()).mul(sign());
            NDArray all = joined(product, time.mul(0)).mul(sign());
            return new Linearization(give(value, z), give(all.reshape(v.getShape()), z));
        }
    }

    @Override
    public NDArray vjp(NDArray z, NDArray w) {
        arguments.state(z);
        Directions kind = arguments.directions("w", w, z);
        try (NDManager scope = z.getManager().newSubManager(z.getDevice())) {
            Point at = Point.of(this, z, scope);
            NDArray many = many(w, kind, scope);
            NDArray space = many.get("..., {}:{}", 0, dimension);
            NDArray product =
                    velocity(at.times())
                            .vjp(model.network(), at.u(), space.reshape(directions(many)));
            NDArray time = space.mul(slope(at)).sum(LAST, true);
            NDArray all = joined(flatMany(product), time).mul(sign());
            return give(all.reshape(w.getShape()), z);
        }
    }

    /** The derivative of the velocity in t, {@code [batch, D]}. */
    private NDArray slope(Point at) {
        double h = Math.cbrt(model.dataType() == DataType.FLOAT64 ? 0x1p-52 : 0x1p-23);
        double[] t = at.times();
        // Weights of the velocity at t + (-2, -1, 0, 1, 2) h; to one side near the ends.
        double[][] weights = new double[5][t.length];
        for (int i = 0; i < t.length; i++) {
            boolean below = t[i] - h < 0;
            boolean above = t[i] + h > 1;
            double[] rule =
                    below
                            ? new double[] {0, 0, -1.5, 2, -0.5}
                            : above
                                    ? new double[] {0.5, -2, 1.5, 0, 0}
                                    : new double[] {0, -0.5, 0, 0.5, 0};
            for (int k = 0; k < rule.length; k++) {
                weights[k][i] = rule[k] / h;
            }
        }
        NDManager scope = at.u().getManager();
        NDArray sum = scope.zeros(new Shape(t.length, dimension), at.u().getDataType());
        for (int k = 0; k < weights.length; k++) {
            if (Arrays.stream(weights[k]).allMatch(weight -> weight == 0)) {
                continue;
            }
            double shift = (k - 2) * h;
            double[] moved =
                    Arrays.stream(t).map(x -> Math.min(Math.max(x + shift, 0), 1)).toArray();
            NDArray velocity = flat(velocity(moved).evaluate(model.network(), at.u()));
            NDArray factor = scope.create(weights[k], new Shape(t.length, 1));
            sum.addi(velocity.mul(factor.toType(sum.getDataType(), false)));
        }
        return sum;
    }

    private Conditioning velocity(double[] times) {
        return new Conditioning(model.parameterization(), Quantity.VELOCITY, times);
    }

    private int sign() {
        return direction == Direction.NOISE ? 1 : -1;
    }

    private Shape directions(NDArray many) {
        return many.getShape().slice(0, 2).addAll(shape);
    }

    private NDArray flat(NDArray x) {
        return x.reshape(new Shape(x.getShape().get(0), dimension));
    }

    private NDArray flatMany(NDArray x) {
        return x.reshape(new Shape(x.getShape().get(0), x.getShape().get(1), dimension));
    }

    private static NDArray joined(NDArray space, NDArray time) {
        return space.concat(time, -1);
    }

    private static NDArray many(NDArray v, Directions kind, NDManager scope) {
        NDArray inside = NodeBatches.inside(v, scope);
        return kind == Directions.ONE ? inside.expandDims(0) : inside;
    }

    private static NDArray give(NDArray result, NDArray z) {
        result.attach(z.getManager());
        return result;
    }

    /** The two parts of z, in a scope. */
    private record Point(NDArray u, double[] times, NDArray ones) {

        static Point of(ExtendedField field, NDArray z, NDManager scope) {
            NDArray inside = NodeBatches.inside(z, scope);
            long d = field.dimension;
            NDArray u = inside.get(new NDIndex(":, {}:{}", 0, d));
            NDArray t = inside.get(new NDIndex(":, {}:{}", d, d + 1));
            double[] times = Times.of(t.reshape(-1));
            for (double time : times) {
                if (!(time >= 0 && time <= 1)) {
                    throw new IllegalArgumentException(
                            String.format(
                                    Locale.ROOT,
                                    "z: expected a time in [0, 1] as the last coordinate, found %s;"
                                            + " stop the flow at the ends of the schedule",
                                    time));
                }
            }
            Shape states = new Shape(z.getShape().get(0)).addAll(field.shape);
            return new Point(u.reshape(states), times, t.mul(0).add(1));
        }
    }
}
