// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Joins along one axis; linear in all operands together, zeros where one has no tangents. */
record Concat(int axis) implements Operator {

    @Override
    public String label() {
        return "concat";
    }

    @Override
    public Type infer(List<Value> in) {
        long[] shape = in.get(0).shape();
        for (Value x : in.subList(1, in.size())) {
            long[] other = x.shape();
            boolean fits = other.length == shape.length;
            if (fits) {
                long joined = shape[axis] + other[axis];
                other[axis] = shape[axis];
                fits = Arrays.equals(shape, other);
                shape[axis] = joined;
            }
            if (!fits) {
                throw Shapes.refuse(
                        label(),
                        "equal shapes but for axis " + axis,
                        in.toString(),
                        "pad or crop to a common size");
            }
        }
        return Type.of(shape, in);
    }

    @Override
    public String value(Step step) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < step.count(); i++) {
            Value x = step.operand(i);
            boolean repeat = step.result().batched() && !x.batched();
            String dims = Step.list(Code.BATCH, x.shape());
            names.add(repeat ? "torch.expand(" + step.x(i) + ", " + dims + ")" : step.x(i));
        }
        return cat(step, names);
    }

    @Override
    public Dual tangent(TangentStep step) {
        String y = step.let(value(step));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < step.count(); i++) {
            names.add(step.flow(i));
        }
        return new Dual(y, Flow.fresh(cat(step, names)));
    }

    private String cat(Step step, List<String> names) {
        int at = axis + (step.result().batched() ? 1 : 0);
        return "torch.cat([" + String.join(", ", names) + "], " + at + ")";
    }
}
