// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Group normalisation (groups > 0) or layer normalisation over the last axes (groups = 0).
 *
 * <p>With xhat = (x - mean) rstd, the derivative of xhat is rstd (v - mean(v) - xhat mean(xhat v)),
 * a symmetric matrix; so PyTorch's own backward kernel, without weight, applies it, or on images
 * the formula itself. Both run direction by direction, on pieces that stay in the cache.
 */
record Normalization(int groups, int axes, double eps) implements Operator {

    @Override
    public String label() {
        return groups > 0 ? "groupNorm" : "layerNorm";
    }

    @Override
    public Type infer(List<Value> in) {
        Value x = in.get(0);
        if (groups > 0) {
            if (x.rank() < 1 || x.dim(0) % groups != 0) {
                throw Shapes.refuse(
                        label(), "channels that " + groups + " divides", x, "check the groups");
            }
        } else if (x.rank() < axes) {
            throw Shapes.refuse(label(), "at least " + axes + " axes", x, "check the axes");
        }
        for (Value parameter : in.subList(1, in.size())) {
            Shapes.unbatched(label(), parameter);
            Shapes.shape(label() + " weight", parameter, parameterShape(x));
        }
        return Type.of(x.shape(), in);
    }

    private long[] parameterShape(Value x) {
        return groups > 0
                ? new long[] {x.dim(0)}
                : Arrays.copyOfRange(x.shape(), x.rank() - axes, x.rank());
    }

    @Override
    public String value(Step step) {
        String w = step.count() > 1 ? step.x(1) : "None";
        String b = step.count() > 2 ? step.x(2) : "None";
        if (groups > 0) {
            return "torch.group_norm(%s, %s, %s, %s, %s)".formatted(step.x(0), groups, w, b, eps);
        }
        String dims = Step.list("", parameterShape(step.operand(0)));
        return "torch.layer_norm(%s, %s, %s, %s, %s)".formatted(step.x(0), dims, w, b, eps);
    }

    @Override
    public Dual tangent(TangentStep step) {
        Code code = step.code();
        Value x = step.operand(0);
        String w = step.count() > 1 ? step.x(1) : "None";
        String b = step.count() > 2 ? step.x(2) : "None";
        String y = code.fresh();
        String input = step.let(contiguous(step.x(0), x.shape()));
        Moments moments = new Moments(this, x.shape(), input, code.fresh(), code.fresh());
        String call =
                groups > 0
                        ? "torch.native_group_norm(%s, %s, %s, %s, %s)"
                                .formatted(input, w, b, moments.layout(), eps)
                        : "torch.native_layer_norm(%s, %s, %s, %s, %s)"
                                .formatted(input, moments.layout(), w, b, eps);
        code.run("%s, %s, %s = %s".formatted(y, moments.mean, moments.rstd, call));
        Flow in = step.settled(0);
        Flow flow = new Flow(in.name(), in.owner(), null, moments);
        if (step.count() > 1) {
            String scale = step.x(1);
            if (groups > 0 && x.rank() > 1) {
                long[] perChannel = new long[x.rank()];
                Arrays.fill(perChannel, 1);
                perChannel[0] = x.dim(0);
                scale =
                        step.let(
                                "torch.reshape(%s, %s)"
                                        .formatted(scale, Step.list("", perChannel)));
            }
            flow = flow.times(code, new Flow.Factor(scale, false));
        }
        return new Dual(y, flow);
    }

    /** The kernels take their operands for contiguous. */
    private String contiguous(String x, long[] shape) {
        String format = groups > 0 && shape.length == 3 ? Code.LAYOUT : "0";
        return "torch.contiguous(" + x + ", memory_format=" + format + ")";
    }

    /** What the derivative of a normalisation needs of the primal. */
    record Moments(Normalization kind, long[] shape, String x, String mean, String rstd) {

        /** The arguments that tell the kernel the shape. */
        String layout() {
            if (kind.groups > 0) {
                long inner = Shapes.elements(shape) / shape[0];
                return "%s, %s, %s, %s".formatted(Code.BATCH, shape[0], inner, kind.groups);
            }
            return Step.list("", Arrays.copyOfRange(shape, shape.length - kind.axes, shape.length));
        }

        private String backward(String direction) {
            return kind.groups > 0
                    ? "torch.native_group_norm_backward(%s, %s, %s, %s, None, %s, [True, False, False])"
                            .formatted(direction, x, mean, rstd, layout())
                    : "torch.native_layer_norm_backward(%s, %s, %s, %s, %s, None, None, [True, False, False])"
                            .formatted(direction, x, layout(), mean, rstd);
        }

        /** The derivative applied to tangents, then their factor. */
        Flow apply(Code code, Flow flow) {
            boolean image = kind.groups > 0 && shape.length == 3;
            String all = Flow.unfold(code, flow.name());
            String out = flow.overwritable() ? all : code.let("torch.empty_like(" + all + ")");
            Image derivative = image ? Image.of(code, this, flow.factor()) : null;
            String i = code.loop(Code.DIRECTIONS);
            String from = code.let("torch.select(%s, 0, %s)".formatted(all, i));
            String to =
                    flow.overwritable()
                            ? from
                            : code.let("torch.select(%s, 0, %s)".formatted(out, i));
            if (derivative != null) {
                derivative.apply(code, from, to);
            } else {
                kernel(code, flow.factor(), from, to);
            }
            code.end();
            return Flow.fresh(flow.overwritable() ? flow.name() : Flow.fold(code, out));
        }

        private void kernel(Code code, Flow.@Nullable Factor factor, String from, String to) {
            String d = code.fresh();
            String whole = code.let(kind.contiguous(from, shape));
            code.run("%s, %s, %s = %s".formatted(d, code.fresh(), code.fresh(), backward(whole)));
            code.let(
                    factor == null
                            ? "torch.copy_(%s, %s)".formatted(to, d)
                            : "torch.mul(%s, %s, out=%s)".formatted(d, factor.name(), to));
        }

        /** Mean or rstd, one a group, as one a channel. */
        private String perChannel(Code code, String perGroup) {
            String repeated =
                    "torch.repeat_interleave(%s, %s, 1)"
                            .formatted(perGroup, shape[0] / kind.groups);
            return code.let(
                    "torch.reshape(%s, [%s, %s, 1, 1])".formatted(repeated, Code.BATCH, shape[0]));
        }
    }

    /**
     * The derivative on images, in plain operators: PyTorch's backward kernel is some sixty times
     * slower than its forward one where channels come last.
     *
     * @param moments the normalisation
     * @param xhat the normalised image, before weight and bias
     * @param scale rstd times the factor that follows
     */
    private record Image(Moments moments, String xhat, String scale) {

        static Image of(Code code, Moments moments, Flow.@Nullable Factor factor) {
            String rstd = moments.perChannel(code, moments.rstd);
            String mean = moments.perChannel(code, moments.mean);
            String xhat =
                    code.let("torch.mul(torch.sub(%s, %s), %s)".formatted(moments.x, mean, rstd));
            String scale =
                    factor == null
                            ? rstd
                            : code.let("torch.mul(%s, %s)".formatted(factor.name(), rstd));
            return new Image(moments, xhat, scale);
        }

        void apply(Code code, String from, String to) {
            String mean = groupMean(code, from);
            String along = groupMean(code, "torch.mul(%s, %s)".formatted(from, xhat));
            String d = code.let("torch.sub(%s, %s)".formatted(from, mean));
            code.let("torch.addcmul_(%s, %s, %s, value=-1)".formatted(d, xhat, along));
            code.let("torch.mul(%s, %s, out=%s)".formatted(d, scale, to));
        }

        private String groupMean(Code code, String image) {
            long channels = moments.shape[0];
            int groups = moments.kind.groups;
            String sums =
                    "torch.reshape(torch.mean(%s, [2, 3]), [%s, %s, %s])"
                            .formatted(image, Code.BATCH, groups, channels / groups);
            return moments.perChannel(code, code.let("torch.mean(%s, [2])".formatted(sums)));
        }
    }
}
