// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** scale x + shift, with numbers of the program. */
record Affine(double scale, double shift) implements Operator {

    Affine {
        if (!Double.isFinite(scale) || !Double.isFinite(shift)) {
            throw Shapes.refuse(
                    "affine", "finite numbers", scale + " and " + shift, "check the constants");
        }
    }

    @Override
    public String label() {
        return "affine";
    }

    @Override
    public Type infer(List<Value> in) {
        return Type.of(in.get(0).shape(), in);
    }

    @Override
    public String value(Step step) {
        String x = step.x(0);
        String scaled = scale == 1 ? x : "torch.mul(" + x + ", " + scale + ")";
        return shift == 0 ? scaled : "torch.add(" + scaled + ", " + shift + ")";
    }

    @Override
    public Dual tangent(TangentStep step) {
        String y = step.let(value(step));
        if (scale == 1) {
            return new Dual(y, step.same(0));
        }
        Flow flow = step.settled(0);
        String product = flow.overwritable() ? "torch.mul_(%s, %s)" : "torch.mul(%s, %s)";
        return new Dual(y, Flow.fresh(product.formatted(flow.name(), scale)));
    }
}
