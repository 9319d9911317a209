// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;

/** Operators that only look at a tensor differently; linear, and their tangents are views too. */
sealed interface Layout extends Operator {

    /** The expression of the view of a tensor with a batch axis or without. */
    String view(Step step, String x, Value operand);

    @Override
    default String value(Step step) {
        return view(step, step.x(0), step.operand(0));
    }

    @Override
    default Dual tangent(TangentStep step) {
        String y = step.let(value(step));
        return new Dual(y, step.view(0, name -> view(step, name, step.operand(0))));
    }

    /** The same numbers in another shape. */
    record Reshape(long[] shape) implements Layout {

        /** A shape whose one -1 is replaced by what the number of elements says. */
        static long[] complete(Value x, long... shape) {
            long[] full = shape.clone();
            long known = 1;
            int open = -1;
            for (int i = 0; i < full.length; i++) {
                if (full[i] == -1 && open < 0) {
                    open = i;
                } else {
                    Shapes.positive("reshape", full[i]);
                    known *= full[i];
                }
            }
            long elements = Shapes.elements(x.type().shape());
            if (open >= 0 && elements % known == 0) {
                full[open] = elements / known;
                known = elements;
            }
            if (known != elements) {
                throw Shapes.refuse(
                        "reshape",
                        "a shape of " + elements + " elements",
                        Arrays.toString(shape) + " for " + x,
                        "the shape is that of one sample, without the batch");
            }
            return full;
        }

        @Override
        public String label() {
            return "reshape";
        }

        @Override
        public Type infer(List<Value> in) {
            return Type.of(shape, in);
        }

        @Override
        public String view(Step step, String x, Value operand) {
            return "torch.reshape(%s, %s)".formatted(x, Step.dims(operand, shape));
        }
    }

    /** Axes in another order. */
    record Permute(int[] order) implements Layout {

        public Permute {
            order = order.clone();
        }

        @Override
        public String label() {
            return "permute";
        }

        @Override
        public Type infer(List<Value> in) {
            Value x = in.get(0);
            int[] sorted = order.clone();
            Arrays.sort(sorted);
            boolean complete = sorted.length == x.rank();
            for (int i = 0; complete && i < sorted.length; i++) {
                complete = sorted[i] == i;
            }
            if (!complete) {
                throw Shapes.refuse(
                        label(),
                        "each of the axes 0 to " + (x.rank() - 1) + " once",
                        Arrays.toString(order),
                        "the batch axis is not counted");
            }
            long[] shape = new long[order.length];
            Arrays.setAll(shape, i -> x.dim(order[i]));
            return Type.of(shape, in);
        }

        @Override
        public String view(Step step, String x, Value operand) {
            int offset = operand.batched() ? 1 : 0;
            long[] axes = Arrays.stream(order).mapToLong(a -> a + offset).toArray();
            return "torch.permute(%s, %s)".formatted(x, Step.list(offset == 1 ? "0" : "", axes));
        }
    }

    /** A range of one axis. */
    record Narrow(int axis, long start, long length) implements Layout {
        @Override
        public String label() {
            return "narrow";
        }

        @Override
        public Type infer(List<Value> in) {
            Value x = in.get(0);
            if (start < 0 || length < 1 || start + length > x.dim(axis)) {
                throw Shapes.refuse(
                        label(),
                        "a range within axis " + axis,
                        start + " + " + length + " of " + x,
                        "check start and length");
            }
            long[] shape = x.shape();
            shape[axis] = length;
            return Type.of(shape, in);
        }

        @Override
        public String view(Step step, String x, Value operand) {
            int at = axis + (operand.batched() ? 1 : 0);
            return "torch.narrow(%s, %s, %s, %s)".formatted(x, at, start, length);
        }
    }

    /** Axes of length 1 repeated. */
    record Expand(long[] shape) implements Layout {

        public Expand {
            shape = shape.clone();
        }

        @Override
        public String label() {
            return "expand";
        }

        @Override
        public Type infer(List<Value> in) {
            Value x = in.get(0);
            Shapes.positive(label(), shape);
            boolean fits = shape.length >= x.rank();
            for (int i = 1; fits && i <= x.rank(); i++) {
                fits = x.dim(-i) == 1 || x.dim(-i) == shape[shape.length - i];
            }
            if (!fits) {
                throw Shapes.refuse(
                        label(),
                        "dimensions that are 1 or stay the same",
                        Arrays.toString(shape) + " for " + x,
                        "only axes of length 1 can be repeated");
            }
            return Type.of(shape, in);
        }

        @Override
        public String view(Step step, String x, Value operand) {
            String aligned = step.align(x, operand, shape.length);
            String dims = Step.list(operand.batched() ? "-1" : "", shape);
            return "torch.expand(%s, %s)".formatted(aligned, dims);
        }

        @Override
        public Dual tangent(TangentStep step) {
            Dual dual = Layout.super.tangent(step);
            return new Dual(dual.value(), dual.flow().asShared());
        }
    }
}
