// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.variation;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.djl.process.MixtureCase;
import org.scorefield.djl.process.SmallField;
import org.scorefield.djl.process.TimedField;

/** Flows of the specification with everything known about them. */
final class KnownFlows {

    private KnownFlows() {}

    /**
     * The generating flow of an Ornstein-Uhlenbeck process in its own time tau, dx/dtau = -(x +
     * factor score): factor 1 the ODE, 2 the drift of the SDE.
     */
    static TimedField ornsteinUhlenbeck(MixtureCase data, double factor) {
        return tau -> data.drift(Math.exp(-tau), Math.sqrt(-Math.expm1(-2 * tau)), -1, -factor);
    }

    /** The same for N(0, diag s^2), finite at tau = 0. */
    static TimedField gaussian(double[] s, double factor) {
        return tau -> {
            double[] rates = new double[s.length];
            for (int i = 0; i < s.length; i++) {
                double h = Math.exp(-2 * tau) * s[i] * s[i] - Math.expm1(-2 * tau);
                rates[i] = -(1 - factor / h);
            }
            return diagonal(rates);
        };
    }

    static SmallField diagonal(double[] rates) {
        return new SmallField(
                x -> {
                    double[] value = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        value[i] = rates[i] * x[i];
                    }
                    return value;
                },
                x -> {
                    double[][] matrix = new double[x.length][x.length];
                    for (int i = 0; i < x.length; i++) {
                        matrix[i][i] = rates[i];
                    }
                    return matrix;
                });
    }

    /** Points at equal angles on the unit circle. */
    static MixtureCase circle(int count) {
        double[][] points = new double[count][];
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * i / count;
            points[i] = new double[] {Math.cos(angle), Math.sin(angle)};
        }
        return new MixtureCase(points, 0);
    }

    /** Case D5: two half circles of 200 points; their mean, (0.5, 0.25), is not taken off. */
    static MixtureCase moons() {
        double[][] points = new double[400][];
        for (int i = 0; i < 200; i++) {
            double angle = Math.PI * (i + 0.5) / 200;
            points[i] = new double[] {Math.cos(angle), Math.sin(angle)};
            points[200 + i] = new double[] {1 - Math.cos(angle), 0.5 - Math.sin(angle)};
        }
        return new MixtureCase(points, 0);
    }

    /** Lorenz 1963 with sigma 10, rho 28, beta 8/3. */
    static SmallField lorenz() {
        return new SmallField(
                x ->
                        new double[] {
                            10 * (x[1] - x[0]),
                            x[0] * (28 - x[2]) - x[1],
                            x[0] * x[1] - 8.0 / 3 * x[2]
                        },
                x -> new double[][] {{-10, 10, 0}, {28 - x[2], -1, -x[0]}, {x[1], x[0], -8.0 / 3}});
    }

    /** steps + 1 times with equal steps of a function, first and last as given. */
    static List<Double> times(
            int steps, double from, double to, DoubleUnaryOperator map, DoubleUnaryOperator back) {
        double a = map.applyAsDouble(from);
        double b = map.applyAsDouble(to);
        return IntStream.rangeClosed(0, steps)
                .mapToObj(
                        i ->
                                i == 0
                                        ? from
                                        : i == steps
                                                ? to
                                                : back.applyAsDouble(a + (b - a) * i / steps))
                .toList();
    }

    static List<Double> geometric(int steps, double from, double to) {
        return times(steps, from, to, Math::log, Math::exp);
    }

    static List<Double> uniform(int steps, double from, double to) {
        return times(steps, from, to, x -> x, x -> x);
    }
}
