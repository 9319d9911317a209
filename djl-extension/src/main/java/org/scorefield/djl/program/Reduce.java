// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;

/** Sums or means over axes; linear. */
record Reduce(Kind kind, int[] axes) implements Operator {

    enum Kind {
        SUM,
        MEAN
    }

    /** With axes counted from 0. */
    static Reduce of(Kind kind, Value x, int... axes) {
        int[] counted =
                Arrays.stream(axes).map(a -> Shapes.axis(word(kind), a, x.rank())).toArray();
        if (axes.length == 0 || Arrays.stream(counted).distinct().count() != axes.length) {
            throw Shapes.refuse(
                    word(kind),
                    "at least one axis, each once",
                    Arrays.toString(axes),
                    "name the axes to reduce");
        }
        return new Reduce(kind, counted);
    }

    private static String word(Kind kind) {
        return kind == Kind.SUM ? "sum" : "mean";
    }

    @Override
    public String label() {
        return word(kind);
    }

    @Override
    public Type infer(List<Value> in) {
        return Type.of(Shapes.without(in.get(0).shape(), axes), in);
    }

    @Override
    public String value(Step step) {
        int offset = step.operand(0).batched() ? 1 : 0;
        long[] at = Arrays.stream(axes).mapToLong(a -> a + offset).toArray();
        return "torch.%s(%s, %s)".formatted(label(), step.x(0), Step.list("", at));
    }
}
