// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** p = exp(x) / sum exp(x) along one axis; dp = p (dx - sum p dx). */
record Softmax(int axis) implements Operator {

    @Override
    public String label() {
        return "softmax";
    }

    @Override
    public Type infer(List<Value> in) {
        return Type.of(in.get(0).shape(), in);
    }

    @Override
    public String value(Step step) {
        int at = axis + (step.operand(0).batched() ? 1 : 0);
        return "torch.softmax(%s, %s)".formatted(step.x(0), at);
    }

    @Override
    public Dual tangent(TangentStep step) {
        String p = step.let(value(step));
        Flow in = step.settled(0);
        String product = in.overwritable() ? "torch.mul_(%s, %s)" : "torch.mul(%s, %s)";
        String weighted = step.let(product.formatted(step.unfold(in.name()), p));
        String sums = step.let("torch.sum(%s, [%s], True)".formatted(weighted, axis + 2));
        step.let("torch.addcmul_(%s, %s, %s, value=-1)".formatted(weighted, p, sums));
        return new Dual(p, Flow.fresh(step.fold(weighted)));
    }
}
