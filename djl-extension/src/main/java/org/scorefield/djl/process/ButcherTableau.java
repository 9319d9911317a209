// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.process;

import java.util.ArrayList;
import java.util.List;

/**
 * An explicit Runge-Kutta method: k_i = f(x + h sum_j&lt;i a_ij k_j, t + c_i h), x' = x + h sum_i
 * b_i k_i, with c_i = sum_j a_ij.
 *
 * @param name its name
 * @param order how the error of an interval falls with the step: as h^order
 * @param a row i holds a_i1 to a_i,i-1; the first row is empty
 * @param b weights of the end
 * @param error weights of the error of a step, b less those of the embedded method; empty if there
 *     is none
 * @param dense weights d_i of the correction of the cubic Hermite interpolant, x(t + theta h) =
 *     Hermite(theta) + theta^2 (1 - theta)^2 h sum_i d_i k_i; empty if there is none
 */
public record ButcherTableau(
        String name,
        int order,
        List<List<Double>> a,
        List<Double> b,
        List<Double> error,
        List<Double> dense) {

    /** Euler's method, order 1. */
    public static final ButcherTableau EULER =
            new ButcherTableau("Euler", 1, List.of(List.of()), List.of(1.0), List.of(), List.of());

    /** Heun's method of order 2, the explicit trapezoidal rule. */
    public static final ButcherTableau HEUN =
            new ButcherTableau(
                    "Heun",
                    2,
                    List.of(List.of(), List.of(1.0)),
                    List.of(0.5, 0.5),
                    List.of(),
                    List.of());

    /** The method of Kutta 1901, order 4. */
    public static final ButcherTableau RK4 =
            new ButcherTableau(
                    "RK4",
                    4,
                    List.of(List.of(), List.of(0.5), List.of(0.0, 0.5), List.of(0.0, 0.0, 1.0)),
                    List.of(1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6),
                    List.of(),
                    List.of());

    /**
     * Dormand and Prince 5(4): order 5, embedded method of order 4, dense output of order 4; the
     * last stage is the next step's first.
     *
     * <p>Sources: Dormand and Prince 1980, A family of embedded Runge-Kutta formulae, table 2;
     * Hairer, Norsett, Wanner 1993, Solving ordinary differential equations I, section II.6 (dense
     * output, Shampine's).
     */
    public static final ButcherTableau DORMAND_PRINCE =
            new ButcherTableau(
                    "Dormand-Prince 5(4)",
                    5,
                    List.of(
                            List.of(),
                            List.of(1.0 / 5),
                            List.of(3.0 / 40, 9.0 / 40),
                            List.of(44.0 / 45, -56.0 / 15, 32.0 / 9),
                            List.of(19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729),
                            List.of(
                                    9017.0 / 3168,
                                    -355.0 / 33,
                                    46732.0 / 5247,
                                    49.0 / 176,
                                    -5103.0 / 18656),
                            List.of(
                                    35.0 / 384,
                                    0.0,
                                    500.0 / 1113,
                                    125.0 / 192,
                                    -2187.0 / 6784,
                                    11.0 / 84)),
                    List.of(
                            35.0 / 384,
                            0.0,
                            500.0 / 1113,
                            125.0 / 192,
                            -2187.0 / 6784,
                            11.0 / 84,
                            0.0),
                    List.of(
                            71.0 / 57600,
                            0.0,
                            -71.0 / 16695,
                            71.0 / 1920,
                            -17253.0 / 339200,
                            22.0 / 525,
                            -1.0 / 40),
                    List.of(
                            -12715105075.0 / 11282082432.0,
                            0.0,
                            87487479700.0 / 32700410799.0,
                            -10690763975.0 / 1880347072.0,
                            701980252875.0 / 199316789632.0,
                            -1453857185.0 / 822651844.0,
                            69997945.0 / 29380423.0));

    /**
     * Copies; refuses what is not an explicit method.
     *
     * @param name its name
     * @param order how the error of an interval falls with the step: as h^order
     * @param a row i holds a_i1 to a_i,i-1; the first row is empty
     * @param b weights of the end
     * @param error weights of the error of a step, b less those of the embedded method; empty if
     *     there is none
     * @param dense weights d_i of the correction of the cubic Hermite interpolant, x(t + theta h) =
     *     Hermite(theta) + theta^2 (1 - theta)^2 h sum_i d_i k_i; empty if there is none
     */
    public ButcherTableau {
        a = a.stream().map(List::copyOf).toList();
        b = List.copyOf(b);
        error = List.copyOf(error);
        dense = List.copyOf(dense);
        boolean fits = order >= 1 && a.size() == b.size() && !b.isEmpty();
        fits &= error.isEmpty() || error.size() == b.size();
        fits &= dense.isEmpty() || dense.size() == b.size();
        for (int i = 0; fits && i < a.size(); i++) {
            fits = a.get(i).size() == i;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "tableau: expected i - 1 coefficients in row i of a, and as many weights as"
                            + " rows, found rows "
                            + a.stream().map(List::size).toList()
                            + " and "
                            + b.size()
                            + " weights; correct the method");
        }
    }

    /** {@return evaluations a step} */
    public int stages() {
        return b.size();
    }

    /** {@return whether the last stage is the end of the step, and so the next step's first} */
    public boolean firstSameAsLast() {
        return b.get(stages() - 1) == 0 && a.get(stages() - 1).equals(b.subList(0, stages() - 1));
    }

    /**
     * A step of length h for dx/dt = f(x, t).
     *
     * @param t time at which it begins
     * @param h its length, negative backwards
     * @return the plan, of which f is the field
     */
    public StepPlan plan(double t, double h) {
        List<StepPlan.Stage> stages = new ArrayList<>();
        for (int i = 0; i < stages(); i++) {
            List<Double> row = a.get(i).stream().map(value -> h * value).toList();
            stages.add(new StepPlan.Stage(t + node(i) * h, new Weights(1, 0, row)));
        }
        return new StepPlan(stages, new Weights(1, 0, b.stream().map(v -> h * v).toList()));
    }

    double a(int i, int j) {
        return a.get(i).get(j);
    }

    double b(int i) {
        return b.get(i);
    }

    /** c_i, with the rounding of its sum taken off at 1. */
    double node(int i) {
        double sum = a.get(i).stream().mapToDouble(Double::doubleValue).sum();
        return Math.abs(sum - 1) < 1e-12 ? 1 : sum;
    }
}
