// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;

/** The place in a method where one operator is written: its operands have names already. */
interface Step {

    Code code();

    Node node();

    /** The name of an operand's value. */
    String x(int operand);

    default Value operand(int i) {
        return node().operands().get(i);
    }

    default int count() {
        return node().operands().size();
    }

    default Value result() {
        return node().result();
    }

    default String let(String expression) {
        return code().let(expression);
    }

    /** Run-time dimensions, for a reshape: the batch first if there is one. */
    static String dims(Value value, long... shape) {
        return list(value.batched() ? "-1" : "", shape);
    }

    /** [first, shape...]. */
    static String list(String first, long... shape) {
        StringBuilder text = new StringBuilder("[").append(first);
        for (long d : shape) {
            text.append(text.length() > 1 ? ", " : "").append(d);
        }
        return text.append(']').toString();
    }

    /** An operand with ones put before its sample shape, so that it broadcasts in this rank. */
    default String aligned(int i, int rank) {
        return align(x(i), operand(i), rank);
    }

    /** {@link #aligned}, for a value or its tangents. */
    default String align(String name, Value value, int rank) {
        if (!value.batched() || value.rank() >= rank) {
            return name;
        }
        return let("torch.reshape(%s, %s)".formatted(name, dims(value, ones(value, rank))));
    }

    private static long[] ones(Value value, int rank) {
        long[] shape = new long[rank];
        Arrays.fill(shape, 1);
        long[] own = value.shape();
        System.arraycopy(own, 0, shape, rank - own.length, own.length);
        return shape;
    }

    /** A step whose operands are named by a list. */
    record Plain(Code code, Node node, List<String> names) implements Step {
        @Override
        public String x(int operand) {
            return names.get(operand);
        }
    }
}
