// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tangent rule of each operator, alone and in the company that its rule treats specially, and
 * the whole is compared with central differences.
 */
class OperatorTangentTest {

    private static final long SEED = 20_26;

    @TempDir Path folder;

    private final List<DynamicTest> tests = new ArrayList<>();
    private final List<Body> bodies = new ArrayList<>();

    /** A network of the table. */
    private record Body(long[] shape, Function<Tape, Value> body) {
        Stream<Operator> operators() {
            Tape tape = new Tape(shape);
            return tape.b.build(body.apply(tape)).nodes().stream().map(Node::operator);
        }
    }

    private void on(String name, long[] shape, Function<Tape, Value> body) {
        bodies.add(new Body(shape, body));
        tests.add(
                DynamicTest.dynamicTest(
                        name + "_likeCentralDifferences (seed " + SEED + ")",
                        () -> {
                            Tape tape = new Tape(shape);
                            Graph graph = tape.b.build(body.apply(tape));
                            TangentCheck.check(graph, SEED, folder);
                        }));
    }

    /** A builder with its inputs. */
    private static final class Tape {
        final GraphBuilder b = new GraphBuilder();
        final Value u;

        Tape(long... shape) {
            u = b.input("u", shape);
        }

        /** A parameter; called for what its name says. */
        Value p(String name, long... shape) {
            return b.parameter(name, shape);
        }

        /** Positive and away from 0. */
        Value positive() {
            return b.add(b.square(u), 0.7);
        }
    }

    private static long[] image(long... shape) {
        return shape;
    }

    @TestFactory
    Stream<DynamicTest> pointwise() {
        long[] s = {2, 3};
        on("silu", s, t -> t.b.silu(t.u));
        on("gelu", s, t -> t.b.gelu(t.u));
        on("geluTanh", s, t -> t.b.geluTanh(t.u));
        on("relu", s, t -> t.b.relu(t.u));
        on("leakyRelu", s, t -> t.b.leakyRelu(t.u, 0.2));
        on("tanh", s, t -> t.b.tanh(t.u));
        on("sigmoid", s, t -> t.b.sigmoid(t.u));
        on("softplus", s, t -> t.b.softplus(t.u));
        on("mish", s, t -> t.b.mish(t.u));
        on("sin", s, t -> t.b.sin(t.u));
        on("cos", s, t -> t.b.cos(t.u));
        on("exp", s, t -> t.b.exp(t.u));
        on("log", s, t -> t.b.log(t.positive()));
        on("sqrt", s, t -> t.b.sqrt(t.positive()));
        on("reciprocal", s, t -> t.b.reciprocal(t.positive()));
        on("square", s, t -> t.b.square(t.u));
        on("abs", s, t -> t.b.abs(t.u));
        on("neg", s, t -> t.b.neg(t.u));
        on("affine", s, t -> t.b.affine(t.b.sin(t.u), 3, -2));
        on("shift", s, t -> t.b.add(t.b.sin(t.u), 4));
        on("chain of three", s, t -> t.b.tanh(t.b.silu(t.b.sin(t.u))));
        on("identity", s, t -> t.b.add(t.u, 0));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> arithmetic() {
        long[] s = {2, 3};
        on("u + f(u)", s, t -> t.b.add(t.u, t.b.sin(t.u)));
        on("f(u) - g(u)", s, t -> t.b.sub(t.b.sin(t.u), t.b.cos(t.u)));
        on("u - f(u)", s, t -> t.b.sub(t.u, t.b.sin(t.u)));
        on("u + u", s, t -> t.b.add(t.u, t.u));
        on("f(u) * f(u)", s, t -> square(t, t.b.sin(t.u)));
        on("f(u) g(u)", s, t -> t.b.mul(t.b.sin(t.u), t.b.exp(t.u)));
        on("f(u) / g(u)", s, t -> t.b.div(t.b.sin(t.u), t.positive()));
        on("parameter / g(u)", s, t -> t.b.div(t.p("a", 2, 3), t.positive()));
        on("u / parameter", s, t -> t.b.div(t.u, t.b.add(t.b.square(t.p("a", 3)), 1)));
        on("parameter - u", s, t -> t.b.sub(t.p("a", 2, 3), t.u));
        on("u * smaller parameter", s, t -> t.b.mul(t.u, t.p("a", 3)));
        on("u * larger parameter", s, t -> t.b.mul(t.u, t.p("a", 4, 2, 3)));
        on("u + larger parameter", s, t -> t.b.add(t.u, t.p("a", 4, 2, 3)));
        on("constant * u + constant", s, t -> constants(t, t.u));
        on("time * u", s, t -> t.b.mul(t.b.input("t"), t.u));
        on("u + time", s, t -> t.b.add(t.u, t.b.input("t")));
        on("mean(u) * u", s, t -> t.b.mul(t.b.mean(t.u, 0, 1), t.u));
        on("u - mean(u)", s, t -> t.b.sub(t.u, t.b.mean(t.u, 1, 0)));
        on("mean(u) / exp(u)", s, t -> t.b.div(t.b.mean(t.u, 0, 1), t.b.exp(t.u)));
        on("mean(u) * larger parameter", s, t -> t.b.mul(t.b.mean(t.u, 0, 1), t.p("a", 2, 2)));
        on("mean(u) + time", s, t -> t.b.add(t.b.mean(t.u, 0, 1), t.b.input("t")));
        return tests.stream();
    }

    private static Value constants(Tape t, Value x) {
        Value row = t.b.constant(new double[] {2, -3, 0.5}, 3);
        return t.b.add(t.b.mul(row, x), t.b.constant(7));
    }

    private static Value square(Tape t, Value x) {
        return t.b.mul(x, x);
    }

    @TestFactory
    Stream<DynamicTest> linear() {
        long[] s = image(4, 6, 5);
        Conv2d plain = Conv2d.PLAIN;
        on("conv2d", s, t -> t.b.conv2d(t.u, t.p("w", 3, 4, 3, 3), t.p("b", 3), plain));
        on("conv2d with all options", s, t -> t.b.conv2d(t.u, t.p("w", 6, 2, 3, 3), null, all()));
        on(
                "convTranspose2d",
                s,
                t ->
                        t.b.convTranspose2d(
                                t.u,
                                t.p("w", 4, 3, 4, 4),
                                t.p("b", 3),
                                plain.withStride(2).withPadding(1)));
        on(
                "convTranspose2d with all options",
                s,
                t ->
                        t.b.convTranspose2d(
                                t.u,
                                t.p("w", 4, 3, 3, 3),
                                t.p("b", 6),
                                all().withOutputPadding(1)));
        on("linear", new long[] {3, 4}, t -> t.b.linear(t.u, t.p("w", 5, 4), t.p("b", 5)));
        on("matmul with parameter", new long[] {3, 4}, t -> t.b.matmul(t.u, t.p("w", 4, 2)));
        on("parameter matmul", new long[] {3, 4}, t -> t.b.matmul(t.p("w", 2, 3), t.u));
        on(
                "matmul of both",
                new long[] {2, 3, 4},
                t -> t.b.matmul(t.b.sin(t.u), t.b.transpose(t.u, 1, 2)));
        on(
                "matmul of a matrix and a stack",
                new long[] {2, 3, 3},
                t -> t.b.matmul(t.b.mean(t.u, 0), t.b.exp(t.u)));
        on("concat", s, t -> t.b.concat(0, t.u, t.b.sin(t.u), t.p("a", 1, 6, 5)));
        on(
                "concat with time",
                new long[] {3},
                t -> t.b.concat(-1, t.u, t.b.reshape(t.b.input("t"), 1)));
        on("narrow", s, t -> t.b.narrow(t.u, -1, 1, 3));
        on("row", s, t -> t.b.row(t.u, 2));
        on("reshape and permute", s, t -> t.b.permute(t.b.reshape(t.u, 2, -1, 5), 2, 0, 1));
        on("expand", new long[] {3, 1}, t -> t.b.expand(t.u, 2, 3, 4));
        on("pad with zeros and crop", s, t -> t.b.pad(t.u, PadMode.ZERO, 1, -2, 0, 3));
        on("pad reflecting", s, t -> t.b.pad(t.u, PadMode.REFLECT, 1, 2, 3, 0));
        on("pad replicating", s, t -> t.b.pad(t.u, PadMode.REPLICATE, 1, 2, 3, 0));
        on("pad circular", s, t -> t.b.pad(t.u, PadMode.CIRCULAR, 1, 2, 3, 0));
        on("upsampleNearest2x", s, t -> t.b.upsampleNearest2x(t.u));
        on("upsampleNearest by 3", s, t -> t.b.upsampleNearest(t.u, 3));
        on("avgPool2d", s, t -> t.b.avgPool2d(t.u, 2, 2));
        on("sum", s, t -> t.b.sum(t.u, -1, 0));
        on(
                "view read twice",
                s,
                t -> t.b.mul(t.b.reshape(t.b.sin(t.u), -1), t.b.tanh(t.b.reshape(t.u, -1))));
        on(
                "view of a value used later",
                s,
                t -> {
                    Value x = t.b.sin(t.u);
                    Value y = t.b.tanh(t.b.reshape(x, 4, 30));
                    return t.b.add(t.b.reshape(y, 4, 6, 5), t.b.mul(x, 3));
                });
        return tests.stream();
    }

    private static Conv2d all() {
        return new Conv2d(
                new Conv2d.Pair(2, 2),
                new Conv2d.Pair(2, 3),
                new Conv2d.Pair(2, 1),
                2,
                new Conv2d.Pair(0, 0));
    }

    @TestFactory
    Stream<DynamicTest> normalizations() {
        long[] s = image(6, 4, 3);
        GroupNorm two = new GroupNorm(2, 1e-5);
        LayerNorm last = new LayerNorm(1, 1e-5);
        LayerNorm plane = new LayerNorm(2, 1e-5);
        on("groupNorm", s, t -> t.b.groupNorm(t.u, t.p("w", 6), t.p("b", 6), two));
        on("groupNorm without weight", s, t -> t.b.groupNorm(t.u, null, null, two));
        on(
                "groupNorm of a vector",
                new long[] {6},
                t -> t.b.groupNorm(t.u, t.p("w", 6), t.p("b", 6), two));
        on(
                "groupNorm of a sequence",
                new long[] {6, 5},
                t -> t.b.groupNorm(t.u, t.p("w", 6), t.p("b", 6), two));
        on("groupNorm, silu", s, t -> t.b.silu(t.b.groupNorm(t.u, t.p("w", 6), t.p("b", 6), two)));
        on(
                "groupNorm, scale, shift, silu and residual",
                s,
                t -> {
                    Value e =
                            t.b.reshape(
                                    t.b.linear(
                                            t.b.reshape(t.b.input("t"), 1), t.p("e", 6, 1), null),
                                    6,
                                    1,
                                    1);
                    Value y = t.b.groupNorm(t.u, t.p("w", 6), t.p("b", 6), two);
                    y = t.b.silu(t.b.add(t.b.mul(y, t.b.add(e, 1)), e));
                    return t.b.add(t.u, y);
                });
        on(
                "groupNorm of a permuted value",
                new long[] {4, 3, 6},
                t -> t.b.groupNorm(t.b.permute(t.u, 2, 0, 1), t.p("w", 6), t.p("b", 6), two));
        on(
                "groupNorm after convolution",
                s,
                t ->
                        t.b.relu(
                                t.b.groupNorm(
                                        t.b.conv2d(
                                                t.u,
                                                t.p("c", 4, 6, 3, 3),
                                                null,
                                                Conv2d.PLAIN.withPadding(1)),
                                        t.p("w", 4),
                                        t.p("b", 4),
                                        two)));
        on("layerNorm", new long[] {5, 4}, t -> t.b.layerNorm(t.u, t.p("w", 4), t.p("b", 4), last));
        on(
                "layerNorm without weight",
                new long[] {5, 4},
                t -> t.b.layerNorm(t.u, null, null, last));
        on(
                "layerNorm over a plane, gelu",
                s,
                t -> t.b.gelu(t.b.layerNorm(t.u, t.p("w", 4, 3), t.p("b", 4, 3), plane)));
        on(
                "layerNorm read twice",
                new long[] {5, 4},
                t -> {
                    Value y = t.b.layerNorm(t.b.sin(t.u), t.p("w", 4), t.p("b", 4), last);
                    return t.b.mul(y, t.b.tanh(y));
                });
        on(
                "batchNorm",
                s,
                t ->
                        t.b.batchNorm(
                                t.u,
                                new BatchNorm(
                                        t.p("mean", 6),
                                        t.p("variance", 6),
                                        t.p("w", 6),
                                        t.p("b", 6),
                                        1e-5)));
        on(
                "batchNorm without weight",
                s,
                t ->
                        t.b.batchNorm(
                                t.u,
                                new BatchNorm(
                                        t.p("mean", 6), t.p("variance", 6), null, null, 1e-5)));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> attention() {
        long[] s = {2, 5, 3};
        on("softmax", s, t -> t.b.softmax(t.u, 1));
        on("softmax of a new value", s, t -> t.b.softmax(t.b.mul(t.b.sin(t.u), 2), -1));
        on(
                "attention",
                s,
                t -> t.b.attention(t.b.sin(t.u), t.b.cos(t.u), t.b.mul(t.u, t.p("a", 5, 3)), 0.7));
        on(
                "attention to other tokens",
                s,
                t ->
                        t.b.attention(
                                t.u,
                                t.b.narrow(t.u, 1, 0, 2),
                                t.b.narrow(t.b.concat(2, t.u, t.u), 1, 3, 2),
                                0.7));
        // 600 x 600 weights in 3 directions are more than one piece holds: two strips a head.
        on(
                "attention in pieces",
                new long[] {2, 600, 2},
                t -> t.b.attention(t.u, t.b.sin(t.u), t.b.cos(t.u), 0.5));
        on(
                "label and time",
                new long[] {3},
                t -> {
                    Value time = t.b.input("t");
                    Value label = t.b.inputIndex("label");
                    Value e = t.b.embedding(label, t.p("table", 3, 3));
                    return t.b.mul(t.b.tanh(t.b.add(t.u, e)), t.b.cos(time));
                });
        return tests.stream();
    }

    /** A new operator, or a new function of one, must come with a row of the table. */
    @Test
    void table_everyOperator_isThere() {
        pointwise();
        arithmetic();
        linear();
        normalizations();
        attention();
        Set<Operator> tested = bodies.stream().flatMap(Body::operators).collect(Collectors.toSet());
        assertThat(tested.stream().map(OperatorTangentTest::operatorClass).distinct())
                .containsExactlyInAnyOrderElementsOf(operators(Operator.class).toList());
        assertThat(tested).contains(Pointwise.values()).contains(Binary.values());
    }

    private static Class<?> operatorClass(Operator operator) {
        return operator instanceof Enum<?> e ? e.getDeclaringClass() : operator.getClass();
    }

    /** The records and enums below a sealed interface. */
    private static Stream<Class<?>> operators(Class<?> type) {
        return type.isSealed() && type.isInterface()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(OperatorTangentTest::operators)
                : Stream.of(type);
    }
}
