// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/** Convolution and its transpose; linear in x, the bias dropped from the tangents. */
record Convolution(Conv2d options, Direction direction) implements Operator {

    enum Direction {
        PLAIN,
        TRANSPOSED
    }

    @Override
    public String label() {
        return direction == Direction.PLAIN ? "conv2d" : "convTranspose2d";
    }

    @Override
    public Type infer(List<Value> in) {
        Value x = in.get(0);
        Value w = in.get(1);
        Shapes.rank(label(), x, 3, "[channels, height, width]");
        Shapes.rank(label(), w, 4, "[out, in, kernel height, kernel width]");
        Shapes.unbatched(label(), w);
        int groups = options.groups();
        boolean plain = direction == Direction.PLAIN;
        long channels = plain ? w.dim(1) * groups : w.dim(0);
        Shapes.equal(label(), "channels of the input", channels, x.dim(0));
        long out = plain ? w.dim(0) : w.dim(1) * groups;
        if (channels % groups != 0 || out % groups != 0) {
            throw Shapes.refuse(
                    label(),
                    "groups that divide both channel counts",
                    groups + " of " + channels + " and " + out,
                    "check groups");
        }
        if (in.size() > 2) {
            Shapes.shape(label() + " bias", in.get(2), out);
        }
        long height = size(x.dim(1), w.dim(2), side(true));
        long width = size(x.dim(2), w.dim(3), side(false));
        if (height < 1 || width < 1) {
            throw Shapes.refuse(
                    label(),
                    "a result of at least one pixel",
                    height + " x " + width + " from " + x,
                    "check kernel, stride and padding");
        }
        return Type.of(new long[] {out, height, width}, in);
    }

    private record Side(int stride, int padding, int dilation, int extra) {}

    private Side side(boolean vertical) {
        Conv2d o = options;
        return vertical
                ? new Side(
                        o.stride().height(),
                        o.padding().height(),
                        o.dilation().height(),
                        o.outputPadding().height())
                : new Side(
                        o.stride().width(),
                        o.padding().width(),
                        o.dilation().width(),
                        o.outputPadding().width());
    }

    private long size(long n, long kernel, Side s) {
        long reach = s.dilation * (kernel - 1);
        return direction == Direction.PLAIN
                ? Math.floorDiv(n + 2L * s.padding - reach - 1, s.stride) + 1
                : (n - 1) * s.stride - 2L * s.padding + reach + s.extra + 1;
    }

    @Override
    public String value(Step step) {
        return apply(step, step.x(0), step.count() > 2 ? step.x(2) : "None");
    }

    @Override
    public Dual tangent(TangentStep step) {
        return new Dual(value(step), Flow.fresh(apply(step, step.flow(0), "None")));
    }

    private String apply(Step step, String x, String bias) {
        Conv2d o = options;
        String head = x + ", " + step.x(1) + ", " + bias + ", " + o.stride() + ", " + o.padding();
        return direction == Direction.PLAIN
                ? "torch.conv2d(%s, %s, %s)".formatted(head, o.dilation(), o.groups())
                : "torch.conv_transpose2d(%s, %s, %s, %s)"
                        .formatted(head, o.outputPadding(), o.groups(), o.dilation());
    }
}
