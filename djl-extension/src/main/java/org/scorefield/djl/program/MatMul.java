// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Matrix product: d(a b) = da b + a db. */
record MatMul() implements Operator {

    @Override
    public String label() {
        return "matmul";
    }

    @Override
    public Type infer(List<Value> in) {
        Value a = in.get(0);
        Value b = in.get(1);
        if (a.rank() < 2 || b.rank() < 2) {
            throw Shapes.refuse(
                    label(),
                    "matrices in the last two axes",
                    a + " and " + b,
                    "reshape them first");
        }
        Shapes.equal(label(), "rows of the second", a.dim(-1), b.dim(-2));
        long[] p = Arrays.copyOf(a.shape(), a.rank() - 2);
        long[] q = Arrays.copyOf(b.shape(), b.rank() - 2);
        if (!Arrays.equals(p, q) && p.length != 0 && q.length != 0) {
            throw Shapes.refuse(
                    label(),
                    "equal leading axes, or none on one side",
                    a + " and " + b,
                    "reshape or expand one of them");
        }
        long[] lead = p.length >= q.length ? p : q;
        long[] shape = Arrays.copyOf(lead, lead.length + 2);
        shape[lead.length] = a.dim(-2);
        shape[lead.length + 1] = b.dim(-1);
        return Type.of(shape, in);
    }

    @Override
    public String value(Step step) {
        int rank = step.result().rank();
        return "torch.matmul(%s, %s)".formatted(step.aligned(0, rank), step.aligned(1, rank));
    }

    @Override
    public Dual tangent(TangentStep step) {
        int rank = step.result().rank();
        String y = step.let(value(step));
        @Nullable String sum = null;
        for (int i = 0; i < 2; i++) {
            if (!step.operand(i).active()) {
                continue;
            }
            boolean plain = !step.operand(1 - i).batched();
            String d = step.alignedFlow(i, rank);
            String other = step.aligned(1 - i, rank);
            String left = plain ? d : step.unfold(d);
            String pair = i == 0 ? left + ", " + other : other + ", " + left;
            String term = "torch.matmul(" + pair + ")";
            term = plain ? term : step.fold(step.let(term));
            sum = sum == null ? term : "torch.add_(%s, %s)".formatted(step.let(sum), term);
        }
        return new Dual(y, Flow.fresh(Objects.requireNonNull(sum)));
    }
}
