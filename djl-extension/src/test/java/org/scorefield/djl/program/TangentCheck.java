// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares a program's tangents with central differences of its value, in double precision. */
final class TangentCheck {

    /** Near the cube root of the unit roundoff, where central differences err least. */
    private static final double STEP = 1e-5;

    /**
     * Truncation is STEP^2 times a third derivative of order one to ten, rounding 1e-16 / STEP:
     * about 1e-9 together.
     */
    private static final double TOLERANCE = 2e-8;

    private TangentCheck() {}

    /** Batches of 2 and 1, with 3 directions and 1. */
    static void check(Graph graph, long seed, Path folder) throws Exception {
        try (CompiledProgram program =
                CompiledProgram.of(graph, CompiledProgram.weights(graph, seed), folder)) {
            for (int batch : new int[] {2, 1}) {
                for (int directions : new int[] {3, 1}) {
                    check(graph, program, new Random(seed), new int[] {batch, directions});
                }
            }
        }
    }

    private static void check(
            Graph graph, CompiledProgram program, Random random, int[] batchAndDirections) {
        int batch = batchAndDirections[0];
        List<double[]> inputs = new ArrayList<>();
        for (Map.Entry<String, long[]> input : graph.inputs().entrySet()) {
            int n = batch * (int) Shapes.elements(input.getValue());
            boolean index = graph.indexInputs().contains(input.getKey());
            inputs.add(
                    index
                            ? random.ints(n, 0, 3).asDoubleStream().toArray()
                            : CompiledProgram.normal(n, random));
        }
        double[][] in = inputs.toArray(new double[0][]);
        double[] v = CompiledProgram.normal(batchAndDirections[1] * in[0].length, random);
        double[][] result = program.jvp(batch, v, in);
        String where = "batch " + batch + ", directions " + batchAndDirections[1];
        assertClose(where + ", value", result[0], program.forward(batch, in));
        double[] differences = new double[result[1].length];
        for (int k = 0; k < batchAndDirections[1]; k++) {
            double[] up = shifted(program, batch, in, v, k, STEP);
            double[] down = shifted(program, batch, in, v, k, -STEP);
            for (int i = 0; i < up.length; i++) {
                differences[k * up.length + i] = (up[i] - down[i]) / (2 * STEP);
            }
        }
        assertClose(where + ", tangents", result[1], differences);
    }

    private static double[] shifted(
            CompiledProgram program, int batch, double[][] in, double[] v, int k, double step) {
        double[][] moved = in.clone();
        moved[0] = in[0].clone();
        for (int i = 0; i < moved[0].length; i++) {
            moved[0][i] += step * v[k * moved[0].length + i];
        }
        return program.forward(batch, moved);
    }

    static void assertClose(String what, double[] found, double[] expected) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        double size = 1;
        for (double e : expected) {
            size = Math.max(size, Math.abs(e));
        }
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i])
                    .as("%s, element %d", what, i)
                    .isCloseTo(expected[i], within(TOLERANCE * size));
        }
    }
}
