// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** x where x > 0, slope x elsewhere. */
record LeakyRelu(double slope) implements Operator {

    @Override
    public String label() {
        return "leakyRelu";
    }

    @Override
    public Type infer(List<Value> in) {
        return Type.of(in.get(0).shape(), in);
    }

    @Override
    public String value(Step step) {
        return "torch.leaky_relu(%s, %s)".formatted(step.x(0), slope);
    }

    @Override
    public Dual tangent(TangentStep step) {
        String y = step.let(value(step));
        String positive = "torch.type_as(torch.gt(" + step.x(0) + ", 0), " + y + ")";
        String derivative =
                "torch.add(torch.mul(%s, %s), %s)".formatted(positive, 1 - slope, slope);
        Flow.Factor factor = new Flow.Factor(step.let(derivative), true);
        return new Dual(y, step.pending(0).times(step.code(), factor));
    }
}
