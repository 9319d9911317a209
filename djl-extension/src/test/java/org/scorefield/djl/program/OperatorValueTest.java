// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.checkpoint.StateDict;

/** The value of each operator against the formula, computed here in Java. */
class OperatorValueTest {

    private static final long SEED = 7;
    private static final int BATCH = 2;

    @TempDir Path folder;

    /** An operator on images [4, 6, 5] with a weight, and the formula for one sample. */
    private void check(
            long[] sample,
            BiFunction<GraphBuilder, Value, Value> body,
            BiFunction<double[], StateDict, double[]> formula)
            throws Exception {
        GraphBuilder b = new GraphBuilder();
        Graph graph = b.build(body.apply(b, b.input("u", sample)));
        StateDict weights = CompiledProgram.weights(graph, SEED);
        int n = (int) Shapes.elements(sample);
        double[] u = CompiledProgram.normal(BATCH * n, new Random(SEED));
        try (CompiledProgram program = CompiledProgram.of(graph, weights, folder)) {
            double[] found = program.forward(BATCH, u);
            for (int s = 0; s < BATCH; s++) {
                double[] one = Arrays.copyOfRange(u, s * n, (s + 1) * n);
                double[] expected = formula.apply(one, weights);
                double[] part =
                        Arrays.copyOfRange(found, s * expected.length, (s + 1) * expected.length);
                TangentCheck.assertClose("sample " + s + ", seed " + SEED, part, expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1, 1", "2, 1, 1, 1", "1, 2, 2, 2", "3, 1, 1, 2"})
    void conv2d_strideAndPaddingAndDilationAndGroups_sumOverWindow(
            int stride, int padding, int dilation, int groups) throws Exception {
        Conv2d options =
                Conv2d.PLAIN
                        .withStride(stride)
                        .withPadding(padding)
                        .withDilation(dilation)
                        .withGroups(groups);
        int per = 4 / groups;
        check(
                new long[] {4, 6, 5},
                (b, u) -> b.conv2d(u, b.parameter("w", 6, per, 3, 3), b.parameter("b", 6), options),
                (u, weights) -> {
                    double[] w = weights.get("w").toDoubles();
                    double[] bias = weights.get("b").toDoubles();
                    int height = (6 + 2 * padding - 2 * dilation - 1) / stride + 1;
                    int width = (5 + 2 * padding - 2 * dilation - 1) / stride + 1;
                    double[] y = new double[6 * height * width];
                    for (int i = 0; i < y.length; i++) {
                        int o = i / (height * width);
                        double sum = bias[o];
                        for (int tap = 0; tap < per * 9; tap++) {
                            int c = o / (6 / groups) * per + tap / 9;
                            int r = i / width % height * stride - padding + tap / 3 % 3 * dilation;
                            int q = i % width * stride - padding + tap % 3 * dilation;
                            if (r >= 0 && r < 6 && q >= 0 && q < 5) {
                                sum += w[o * per * 9 + tap] * u[c * 30 + r * 5 + q];
                            }
                        }
                        y[i] = sum;
                    }
                    return y;
                });
    }

    @Test
    void convTranspose2d_stride2_scattersEachPixel() throws Exception {
        Conv2d options = Conv2d.PLAIN.withStride(2).withPadding(1).withOutputPadding(1);
        check(
                new long[] {2, 3, 4},
                (b, u) -> b.convTranspose2d(u, b.parameter("w", 2, 3, 3, 3), null, options),
                (u, weights) -> {
                    double[] w = weights.get("w").toDoubles();
                    double[] y = new double[3 * 6 * 8];
                    for (int i = 0; i < u.length; i++) {
                        for (int tap = 0; tap < 27; tap++) {
                            int r = i / 4 % 3 * 2 - 1 + tap / 3 % 3;
                            int q = i % 4 * 2 - 1 + tap % 3;
                            if (r >= 0 && r < 6 && q >= 0 && q < 8) {
                                y[tap / 9 * 48 + r * 8 + q] += u[i] * w[i / 12 * 27 + tap];
                            }
                        }
                    }
                    return y;
                });
    }

    @Test
    void linear_rows_productWithTransposedWeight() throws Exception {
        check(
                new long[] {3, 4},
                (b, u) -> b.linear(u, b.parameter("w", 2, 4), b.parameter("b", 2)),
                (u, weights) -> {
                    double[] w = weights.get("w").toDoubles();
                    double[] y = new double[6];
                    for (int i = 0; i < 6; i++) {
                        y[i] = weights.get("b").toDoubles()[i % 2];
                        for (int j = 0; j < 4; j++) {
                            y[i] += u[i / 2 * 4 + j] * w[i % 2 * 4 + j];
                        }
                    }
                    return y;
                });
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "6"})
    void groupNorm_groups_zeroMeanUnitVarianceTimesWeight(int groups) throws Exception {
        check(
                new long[] {6, 2, 2},
                (b, u) ->
                        b.groupNorm(
                                u,
                                b.parameter("w", 6),
                                b.parameter("b", 6),
                                new GroupNorm(groups, 1e-3)),
                (u, weights) -> {
                    double[] y = normalized(u, 24 / groups, 1e-3);
                    for (int i = 0; i < 24; i++) {
                        y[i] *= weights.get("w").toDoubles()[i / 4];
                        y[i] += weights.get("b").toDoubles()[i / 4];
                    }
                    return y;
                });
    }

    @Test
    void layerNorm_lastTwoAxes_zeroMeanUnitVarianceTimesWeight() throws Exception {
        check(
                new long[] {6, 2, 2},
                (b, u) ->
                        b.layerNorm(
                                u,
                                b.parameter("w", 2, 2),
                                b.parameter("b", 2, 2),
                                new LayerNorm(2, 1e-3)),
                (u, weights) -> {
                    double[] y = normalized(u, 4, 1e-3);
                    for (int i = 0; i < 24; i++) {
                        y[i] *= weights.get("w").toDoubles()[i % 4];
                        y[i] += weights.get("b").toDoubles()[i % 4];
                    }
                    return y;
                });
    }

    private static double[] normalized(double[] u, int run, double eps) {
        double[] y = new double[u.length];
        for (int start = 0; start < u.length; start += run) {
            double mean = 0;
            double variance = 0;
            for (int i = start; i < start + run; i++) {
                mean += u[i] / run;
            }
            for (int i = start; i < start + run; i++) {
                variance += (u[i] - mean) * (u[i] - mean) / run;
            }
            for (int i = start; i < start + run; i++) {
                y[i] = (u[i] - mean) / Math.sqrt(variance + eps);
            }
        }
        return y;
    }

    @Test
    void batchNorm_statistics_affineAChannel() throws Exception {
        check(
                new long[] {3, 4},
                (b, u) ->
                        b.batchNorm(
                                u,
                                new BatchNorm(
                                        b.parameter("mean", 3),
                                        b.parameter("variance", 3),
                                        b.parameter("w", 3),
                                        b.parameter("b", 3),
                                        0.1)),
                (u, weights) -> {
                    double[] y = new double[12];
                    for (int i = 0; i < 12; i++) {
                        double centred = u[i] - weights.get("mean").toDoubles()[i / 4];
                        double variance = weights.get("variance").toDoubles()[i / 4] + 0.1;
                        y[i] =
                                centred / Math.sqrt(variance) * weights.get("w").toDoubles()[i / 4]
                                        + weights.get("b").toDoubles()[i / 4];
                    }
                    return y;
                });
    }

    @Test
    void attention_twoHeads_weightedMeanOfValues() throws Exception {
        check(
                new long[] {2, 3, 4},
                (b, u) -> b.attention(u, b.mul(u, 2), b.affine(u, 1, 1), 0.3),
                (u, weights) -> {
                    double[] y = new double[24];
                    for (int row = 0; row < 6; row++) {
                        double total = 0;
                        for (int other = row / 3 * 3; other < row / 3 * 3 + 3; other++) {
                            double dot = 0;
                            for (int d = 0; d < 4; d++) {
                                dot += u[row * 4 + d] * 2 * u[other * 4 + d];
                            }
                            double weight = Math.exp(0.3 * dot);
                            total += weight;
                            for (int d = 0; d < 4; d++) {
                                y[row * 4 + d] += weight * (u[other * 4 + d] + 1);
                            }
                        }
                        for (int d = 0; d < 4; d++) {
                            y[row * 4 + d] /= total;
                        }
                    }
                    return y;
                });
    }

    @Test
    void softmax_firstAxis_sumsToOneAlongIt() throws Exception {
        check(
                new long[] {3, 2},
                (b, u) -> b.softmax(u, 0),
                (u, weights) -> {
                    double[] y = new double[6];
                    for (int i = 0; i < 6; i++) {
                        int j = i % 2;
                        double sum = Math.exp(u[j]) + Math.exp(u[j + 2]) + Math.exp(u[j + 4]);
                        y[i] = Math.exp(u[i]) / sum;
                    }
                    return y;
                });
    }

    @Test
    void upsampleAndAverage_factor2_undoEachOther() throws Exception {
        check(
                new long[] {2, 3, 4},
                (b, u) -> b.avgPool2d(b.upsampleNearest2x(u), 2, 2),
                (u, weights) -> u);
    }

    @Test
    void pad_modes_readFromTheSideTheyName() throws Exception {
        checkPad(PadMode.ZERO, u -> u < 0 || u > 3 ? -1 : u);
        checkPad(PadMode.REPLICATE, u -> Math.min(3, Math.max(0, u)));
        checkPad(PadMode.REFLECT, u -> u < 0 ? -u : u > 3 ? 6 - u : u);
        checkPad(PadMode.CIRCULAR, u -> (u + 4) % 4);
    }

    private void checkPad(PadMode mode, DoubleUnaryOperator source) throws Exception {
        check(
                new long[] {2, 4},
                (b, u) -> b.pad(u, mode, 2, 1),
                (u, weights) -> {
                    double[] y = new double[14];
                    for (int i = 0; i < 14; i++) {
                        int from = (int) source.applyAsDouble(i % 7 - 2);
                        y[i] = from < 0 ? 0 : u[i / 7 * 4 + from];
                    }
                    return y;
                });
    }

    @Test
    void layout_narrowPermuteConcat_moveElements() throws Exception {
        check(
                new long[] {2, 3},
                (b, u) -> b.concat(0, b.transpose(u, 0, 1), b.reshape(b.narrow(u, 1, 1, 1), 1, 2)),
                (u, weights) -> new double[] {u[0], u[3], u[1], u[4], u[2], u[5], u[1], u[4]});
    }

    @Test
    void reduce_sumAndMean_overTheNamedAxes() throws Exception {
        check(
                new long[] {2, 3},
                (b, u) -> b.add(b.sum(u, 0), b.mean(u, -2)),
                (u, weights) ->
                        new double[] {
                            1.5 * (u[0] + u[3]), 1.5 * (u[1] + u[4]), 1.5 * (u[2] + u[5])
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "SILU, 0.7310585786300049",
        "GELU, 0.8413447460685429",
        "GELU_TANH, 0.8411919906082768",
        "RELU, 1",
        "TANH, 0.7615941559557649",
        "SIGMOID, 0.7310585786300049",
        "SOFTPLUS, 1.3132616875182228",
        "MISH, 0.8650983882673103",
        "SIN, 0.8414709848078965",
        "COS, 0.5403023058681398",
        "EXP, 2.718281828459045",
        "LOG, 0",
        "SQRT, 1",
        "SQUARE, 1",
        "ABS, 1",
        "RECIPROCAL, 1"
    })
    void pointwise_atOne_closedForm(Pointwise function, double expected) throws Exception {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u");
        Value y =
                switch (function) {
                    case SILU -> b.silu(u);
                    case GELU -> b.gelu(u);
                    case GELU_TANH -> b.geluTanh(u);
                    case RELU -> b.relu(u);
                    case TANH -> b.tanh(u);
                    case SIGMOID -> b.sigmoid(u);
                    case SOFTPLUS -> b.softplus(u);
                    case MISH -> b.mish(u);
                    case SIN -> b.sin(u);
                    case COS -> b.cos(u);
                    case EXP -> b.exp(u);
                    case LOG -> b.log(u);
                    case SQRT -> b.sqrt(u);
                    case SQUARE -> b.square(u);
                    case ABS -> b.abs(u);
                    case RECIPROCAL -> b.reciprocal(u);
                };
        Graph graph = b.build(y);
        try (CompiledProgram program =
                CompiledProgram.of(graph, CompiledProgram.weights(graph, SEED), folder)) {
            TangentCheck.assertClose(
                    function.name(), program.forward(1, new double[] {1}), new double[] {expected});
        }
    }

    @Test
    void embedding_labels_rowsOfTheTable() throws Exception {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 2);
        Value table = b.parameter("table", 3, 2);
        Graph graph = b.build(b.add(u, b.embedding(b.inputIndex("label"), table)));
        StateDict weights = CompiledProgram.weights(graph, SEED);
        double[] rows = weights.get("table").toDoubles();
        try (CompiledProgram program = CompiledProgram.of(graph, weights, folder)) {
            double[] found = program.forward(2, new double[4], new double[] {2, 0});
            double[] expected = {rows[4], rows[5], rows[0], rows[1]};
            TangentCheck.assertClose("rows", found, expected);
        }
    }
}
