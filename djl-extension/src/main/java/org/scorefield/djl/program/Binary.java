// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Arithmetic of two operands that broadcast. */
enum Binary implements Operator {
    ADD("torch.add") {
        @Override
        Flow flow(TangentStep step, String y) {
            return sum(step, 1);
        }
    },
    SUB("torch.sub") {
        @Override
        Flow flow(TangentStep step, String y) {
            return sum(step, -1);
        }
    },
    MUL("torch.mul") {
        @Override
        Flow flow(TangentStep step, String y) {
            int rank = step.result().rank();
            return product(step, step.aligned(1, rank), step.aligned(0, rank));
        }
    },
    DIV("torch.div") {
        @Override
        Flow flow(TangentStep step, String y) {
            String b = step.aligned(1, step.result().rank());
            String inverse = step.let("torch.reciprocal(" + b + ")");
            boolean active = step.operand(1).active();
            String minus = active ? "torch.neg(torch.mul(%s, %s))".formatted(y, inverse) : inverse;
            return product(step, inverse, step.let(minus));
        }
    };

    private final String function;

    Binary(String function) {
        this.function = function;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Type infer(List<Value> in) {
        return Type.of(Shapes.broadcast(label(), in.get(0), in.get(1)), in);
    }

    @Override
    public String value(Step step) {
        int rank = step.result().rank();
        return function + "(" + step.aligned(0, rank) + ", " + step.aligned(1, rank) + ")";
    }

    @Override
    public Dual tangent(TangentStep step) {
        String y = step.let(value(step));
        return new Dual(y, flow(step, y));
    }

    abstract Flow flow(TangentStep step, String y);

    /** da + sign db. */
    private static Flow sum(TangentStep step, int sign) {
        boolean first = step.operand(0).active();
        boolean second = step.operand(1).active();
        if (!first || !second) {
            Flow flow = broadcast(step, first ? 0 : 1);
            return first || sign == 1
                    ? flow
                    : Flow.fresh("torch.neg(" + step.let(flow.name()) + ")");
        }
        if (covers(step, 0) && covers(step, 1)) {
            Flow a = step.settled(0);
            Flow b = step.settled(1);
            if (a.overwritable()) {
                return Flow.fresh(
                        "torch.add_(%s, %s, alpha=%s)".formatted(a.name(), b.name(), sign));
            }
            if (b.overwritable() && sign == 1) {
                return Flow.fresh("torch.add_(%s, %s)".formatted(b.name(), a.name()));
            }
            return Flow.fresh("torch.add(%s, %s, alpha=%s)".formatted(a.name(), b.name(), sign));
        }
        int rank = step.result().rank();
        String a = step.alignedFlow(0, rank);
        String b = step.alignedFlow(1, rank);
        return Flow.fresh("torch.add(%s, %s, alpha=%s)".formatted(a, b, sign));
    }

    /** da byFirst + db bySecond, the factors primal and aligned. */
    private static Flow product(TangentStep step, String byFirst, String bySecond) {
        boolean[] batched = {
            step.operand(1).batched(), step.operand(0).batched() || step.operand(1).batched()
        };
        String[] factors = {byFirst, bySecond};
        for (int i = 0; i < 2; i++) {
            if (!step.operand(1 - i).active()) {
                Flow.Factor factor = new Flow.Factor(factors[i], batched[i]);
                Flow flow = covers(step, i) ? step.pending(i) : broadcast(step, i);
                Flow named = new Flow(step.let(flow.name()), flow);
                return named.times(step.code(), factor);
            }
        }
        int rank = step.result().rank();
        String a = step.unfold(step.alignedFlow(0, rank));
        String b = step.unfold(step.alignedFlow(1, rank));
        String sum = step.let("torch.mul(%s, %s)".formatted(a, factors[0]));
        step.let("torch.addcmul_(%s, %s, %s)".formatted(sum, b, factors[1]));
        return Flow.fresh(step.fold(sum));
    }

    /** Whether an operand has the result's shape already. */
    private static boolean covers(TangentStep step, int i) {
        return Arrays.equals(step.operand(i).shape(), step.result().shape());
    }

    /** The tangents of the one active operand, repeated to the result's shape. */
    private static Flow broadcast(TangentStep step, int i) {
        if (covers(step, i)) {
            return step.same(i);
        }
        Value result = step.result();
        Flow view = step.view(i, name -> step.align(name, step.operand(i), result.rank()));
        String dims = Step.list("-1", result.shape());
        return Flow.shared("torch.expand(%s, %s)".formatted(view.name(), dims));
    }
}
