// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Shapes, and the refusal of what does not fit. */
class GraphBuilderTest {

    @Test
    void shapes_ofEachOperator_followTheirRules() {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 4, 9, 8);
        Conv2d halved = Conv2d.PLAIN.withStride(2).withPadding(1);
        Value w = b.parameter("w", 6, 4, 3, 3);
        assertThat(b.conv2d(u, w, null, halved).shape()).containsExactly(6, 5, 4);
        Value back = b.parameter("back", 4, 6, 3, 3);
        assertThat(b.convTranspose2d(u, back, null, halved.withOutputPadding(1)).shape())
                .containsExactly(6, 18, 16);
        assertThat(b.linear(u, b.parameter("l", 3, 8), null).shape()).containsExactly(4, 9, 3);
        assertThat(b.avgPool2d(u, 2, 2).shape()).containsExactly(4, 4, 4);
        assertThat(b.upsampleNearest2x(u).shape()).containsExactly(4, 18, 16);
        assertThat(b.pad(u, PadMode.ZERO, 0, 1, 2, -1).shape()).containsExactly(4, 10, 9);
        assertThat(b.reshape(u, -1, 2).shape()).containsExactly(144, 2);
        assertThat(b.permute(u, 1, 2, 0).shape()).containsExactly(9, 8, 4);
        assertThat(b.concat(-1, u, u).shape()).containsExactly(4, 9, 16);
        assertThat(b.mean(u, 0, 2).shape()).containsExactly(9);
        assertThat(b.mul(u, b.parameter("c", 4, 1, 1)).shape()).containsExactly(4, 9, 8);
    }

    @Test
    void build_unusedOperators_areLeftOut() {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 3);
        b.input("t");
        b.mul(u, b.parameter("unused", 3));
        Graph graph = b.build(b.sin(u));
        assertThat(graph.parameters()).isEmpty();
        assertThat(graph.inputs().keySet()).containsExactly("u", "t");
        assertThat(graph.operators()).containsExactly("u", "t", "sin");
    }

    @Test
    void parameter_askedTwice_isOneValue() {
        GraphBuilder b = new GraphBuilder();
        assertThat(b.parameter("w", 3)).isSameAs(b.parameter("w", 3));
    }

    @Test
    void conv2d_wrongChannels_namesBothNumbers() {
        refused(
                b -> b.conv2d(u(b), b.parameter("w", 8, 3, 3, 3), null, Conv2d.PLAIN),
                "conv2d: expected channels of the input of 3, found 4; check the declared shapes");
    }

    @Test
    void conv2d_kernelLargerThanTheImage_isRefused() {
        refused(
                b -> b.conv2d(u(b), b.parameter("w", 8, 4, 7, 7), null, Conv2d.PLAIN),
                "a result of at least one pixel");
    }

    @Test
    void add_shapesThatDoNotBroadcast_namesBoth() {
        refused(
                b -> b.add(u(b), b.parameter("p", 3)),
                "expected shapes that are equal or 1 in every dimension counted from the last,"
                        + " found batch x [4, 6, 5] and [3]; reshape or expand one of them");
    }

    @Test
    void reshape_otherNumberOfElements_isRefused() {
        refused(b -> b.reshape(u(b), 7, -1), "reshape: expected a shape of 120 elements");
    }

    @Test
    void permute_missingAxis_isRefused() {
        refused(b -> b.permute(u(b), 0, 1), "each of the axes 0 to 2 once, found [0, 1]");
    }

    @Test
    void groupNorm_groupsThatDoNotDivide_isRefused() {
        refused(
                b -> b.groupNorm(u(b), null, null, new GroupNorm(3, 1e-5)),
                "channels that 3 divides");
    }

    @Test
    void narrow_beyondTheAxis_isRefused() {
        refused(b -> b.narrow(u(b), 1, 5, 2), "a range within axis 1, found 5 + 2");
    }

    @Test
    void concat_otherSizes_isRefused() {
        refused(b -> b.concat(0, u(b), b.parameter("p", 4, 6, 4)), "equal shapes but for axis 0");
    }

    @Test
    void axis_outOfRange_isRefused() {
        refused(b -> b.softmax(u(b), 3), "softmax: expected an axis in [-3, 3), found 3");
    }

    @Test
    void attention_otherHeads_isRefused() {
        refused(
                b -> {
                    Value u = u(b);
                    b.attention(u, b.narrow(u, 0, 0, 2), u, 1);
                },
                "attention: expected heads of 4, found 2");
    }

    @Test
    void embedding_ofRealNumbers_isRefused() {
        refused(
                b -> {
                    u(b);
                    b.embedding(b.input("t"), b.parameter("table", 3, 2));
                },
                "embedding: expected an index input");
    }

    @Test
    void index_inArithmetic_isRefused() {
        refused(
                b -> {
                    u(b);
                    b.sin(b.inputIndex("label"));
                },
                "sin: expected real numbers, found an index input; look it up with embedding()");
    }

    @Test
    void input_namedByAKeyword_isRefused() {
        refused(b -> b.input("lambda", 2), "input: expected a name of letters, digits and _");
    }

    @Test
    void input_namedTwice_isRefused() {
        refused(
                b -> {
                    b.input("u", 2);
                    b.input("u", 2);
                },
                "a name used once");
    }

    @Test
    void parameter_declaredWithTwoShapes_isRefused() {
        refused(
                b -> {
                    b.parameter("w", 2);
                    b.parameter("w", 3);
                },
                "parameter w: expected [3], found [2]");
    }

    @Test
    void parameter_namedAsAMethod_isRefused() {
        refused(b -> b.parameter("forward.weight", 2), "found \"forward.weight\"; rename the key");
    }

    @Test
    void parameter_withQuotes_isRefused() {
        refused(b -> b.parameter("a\".weight", 2), "no quotes");
    }

    @Test
    void value_ofAnotherBuilder_isRefused() {
        Value stranger = new GraphBuilder().input("u", 3);
        refused(b -> b.sin(stranger), "build the whole graph with one GraphBuilder");
    }

    @Test
    void build_outputWithoutTheState_isRefused() {
        refused(
                b -> {
                    u(b);
                    b.build(b.sin(b.input("t")));
                },
                "build: expected an output that depends on the first input");
    }

    private static Value u(GraphBuilder b) {
        return b.input("u", 4, 6, 5);
    }

    private static void refused(Consumer<GraphBuilder> body, String text) {
        assertThatThrownBy(() -> body.accept(new GraphBuilder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
