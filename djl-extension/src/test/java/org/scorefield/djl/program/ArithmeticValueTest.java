// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.StateDict;

/** The value of arithmetic and of views on fixed numbers, against the formula in Java. */
class ArithmeticValueTest {

    private static final double[] U = {1.5, -2, 0.25, -0.5, 3, 7};
    private static final double[] V = {2, 4, -8, 0.5, -1, 5};

    @TempDir Path folder;

    /** A network of u and of the constant V, both [2, 3], and what it gives. */
    private void check(BiFunction<GraphBuilder, Value[], Value> body, UnaryOperator<double[]> map)
            throws Exception {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 2, 3);
        Value v = b.constant(V, 2, 3);
        Graph graph = b.build(body.apply(b, new Value[] {u, v}));
        StateDict weights = CompiledProgram.weights(graph, 1);
        double[] both = Arrays.copyOf(U, 12);
        Arrays.setAll(both, i -> i < 6 ? U[i] : U[i - 6] + i);
        double[] first = map.apply(Arrays.copyOf(both, 6));
        double[] second = map.apply(Arrays.copyOfRange(both, 6, 12));
        double[] expected = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second, 0, expected, first.length, second.length);
        try (CompiledProgram program = CompiledProgram.of(graph, weights, folder)) {
            TangentCheck.assertClose("two samples", program.forward(2, both), expected);
        }
    }

    private static double[] each(int n, IntToDoubleFunction element) {
        double[] y = new double[n];
        Arrays.setAll(y, element);
        return y;
    }

    @Test
    void sub_bothOrders_areDifferences() throws Exception {
        check((b, in) -> b.sub(in[0], in[1]), u -> each(6, i -> u[i] - V[i]));
        check((b, in) -> b.sub(in[1], in[0]), u -> each(6, i -> V[i] - u[i]));
    }

    @Test
    void div_bothOrders_areQuotients() throws Exception {
        check((b, in) -> b.div(in[0], in[1]), u -> each(6, i -> u[i] / V[i]));
        check((b, in) -> b.div(in[1], in[0]), u -> each(6, i -> V[i] / u[i]));
    }

    @Test
    void subAndDiv_aRow_isRepeated() throws Exception {
        check((b, in) -> b.sub(in[0], b.row(in[1], 1)), u -> each(6, i -> u[i] - V[3 + i % 3]));
        check((b, in) -> b.div(in[0], b.row(in[1], 1)), u -> each(6, i -> u[i] / V[3 + i % 3]));
    }

    @Test
    void addAndMul_constants_areSumsAndProducts() throws Exception {
        check((b, in) -> b.add(in[0], in[1]), u -> each(6, i -> u[i] + V[i]));
        check((b, in) -> b.mul(in[0], in[1]), u -> each(6, i -> u[i] * V[i]));
    }

    @Test
    void negAndAffine_numbers_areScaledAndShifted() throws Exception {
        check((b, in) -> b.neg(in[0]), u -> each(6, i -> -u[i]));
        check((b, in) -> b.affine(in[0], 3, -2), u -> each(6, i -> 3 * u[i] - 2));
    }

    @Test
    void leakyRelu_bothSigns_slopeBelowZero() throws Exception {
        check((b, in) -> b.leakyRelu(in[0], 0.2), u -> each(6, i -> u[i] > 0 ? u[i] : 0.2 * u[i]));
    }

    @Test
    void matmul_bothOrders_rowsTimesColumns() throws Exception {
        check(
                (b, in) -> b.matmul(in[0], b.reshape(in[1], 3, 2)),
                u -> each(4, i -> product(u, i / 2 * 3, i % 2)));
        check(
                (b, in) -> b.matmul(b.reshape(in[1], 3, 2), in[0]),
                u -> each(9, i -> V[i / 3 * 2] * u[i % 3] + V[i / 3 * 2 + 1] * u[3 + i % 3]));
    }

    /** A row of u, from an index on, times a column of V as [3, 2]. */
    private static double product(double[] u, int from, int column) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += u[from + k] * V[column + k * 2];
        }
        return sum;
    }

    @Test
    void permute_threeAxes_axisOfResultIsAxisOfOrder() throws Exception {
        // x[a, b, c] = u[3 a + c] of shape [2, 1, 3]; y[c, a, b] = x[a, b, c] of shape [3, 2, 1].
        check(
                (b, in) -> b.permute(b.reshape(in[0], 2, 1, 3), 2, 0, 1),
                u -> new double[] {u[0], u[3], u[1], u[4], u[2], u[5]});
    }

    @Test
    void expand_axisOfOne_isRepeated() throws Exception {
        check(
                (b, in) -> b.expand(b.reshape(in[0], 2, 1, 3), 2, 2, 3),
                u -> each(12, i -> u[i / 6 * 3 + i % 3]));
    }

    @Test
    void row_second_isTheSecond() throws Exception {
        check((b, in) -> b.row(in[0], 1), u -> new double[] {u[3], u[4], u[5]});
    }

    @Test
    void upsampleNearest_factor3_repeatsEachPixelBothWays() throws Exception {
        check(
                (b, in) -> b.upsampleNearest(b.reshape(in[0], 1, 2, 3), 3),
                u -> each(54, i -> u[i / 27 * 3 + i % 9 / 3]));
    }
}
