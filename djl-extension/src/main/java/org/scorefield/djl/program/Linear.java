// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** x W^T + b; linear in x, the bias dropped from the tangents. */
record Linear() implements Operator {

    @Override
    public String label() {
        return "linear";
    }

    @Override
    public Type infer(List<Value> in) {
        Value x = in.get(0);
        Value w = in.get(1);
        Shapes.rank(label(), w, 2, "[out, in]");
        Shapes.unbatched(label(), w);
        if (x.rank() == 0) {
            throw Shapes.refuse(label(), "a sample of shape [..., in]", x, "reshape it to [1]");
        }
        Shapes.equal(label(), "a last dimension of the input", w.dim(1), x.dim(-1));
        if (in.size() > 2) {
            Shapes.shape(label() + " bias", in.get(2), w.dim(0));
        }
        long[] shape = x.shape();
        shape[shape.length - 1] = w.dim(0);
        return Type.of(shape, in);
    }

    @Override
    public String value(Step step) {
        String bias = step.count() > 2 ? step.x(2) : "None";
        return "torch.linear(%s, %s, %s)".formatted(step.x(0), step.x(1), bias);
    }

    @Override
    public Dual tangent(TangentStep step) {
        String tangent = "torch.linear(%s, %s, None)".formatted(step.flow(0), step.x(1));
        return new Dual(value(step), Flow.fresh(tangent));
    }
}
