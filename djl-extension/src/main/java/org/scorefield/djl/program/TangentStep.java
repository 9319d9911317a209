// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The place where an operator and its tangents are written. */
record TangentStep(Step.Plain primal, Flows flows) implements Step {

    @Override
    public Code code() {
        return primal.code();
    }

    @Override
    public Node node() {
        return primal.node();
    }

    @Override
    public String x(int operand) {
        return primal.x(operand);
    }

    /** An operand's tangents, with what is pending; the step may overwrite them if they say so. */
    Flow pending(int i) {
        Flow flow = flows.of(operand(i));
        return flows.lastReader(operand(i), node()) ? flow : flow.asShared();
    }

    /** {@link #pending}, with nothing pending; zeros if the operand has no tangents. */
    Flow settled(int i) {
        Value value = operand(i);
        if (!value.active()) {
            return Flow.fresh(let(zeros(value)));
        }
        return pending(i).settled(code());
    }

    private static String zeros(Value value) {
        return "torch.new_zeros(u, " + Step.list(Code.FOLDED, value.shape()) + ")";
    }

    /** The name of {@link #settled}: a tensor [directions * batch, ...], not to be overwritten. */
    String flow(int i) {
        return settled(i).name();
    }

    /** {@link #flow}, aligned as {@link #aligned}. */
    String alignedFlow(int i, int rank) {
        return align(flow(i), operand(i), rank);
    }

    /** An operand's own tangents, pending work and all, as those of the result. */
    Flow same(int i) {
        if (!flows.lastReader(operand(i), node())) {
            flows.share(operand(i));
        }
        return pending(i);
    }

    /** Tangents that share their memory with an operand's. */
    Flow view(int i, UnaryOperator<String> expression) {
        Flow flow = same(i).settled(code());
        return new Flow(expression.apply(flow.name()), flow);
    }

    String unfold(String name) {
        return Flow.unfold(code(), name);
    }

    String fold(String name) {
        return Flow.fold(code(), name);
    }

    /** This step with tangents in the operands' places. */
    Step ofTangents() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            names.add(flow(i));
        }
        return new Step.Plain(code(), node(), names);
    }
}
