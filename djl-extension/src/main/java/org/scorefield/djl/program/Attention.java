// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

import java.util.List;

/**
 * softmax(scale q k^T) v on [heads, tokens, dim].
 *
 * <p>With p the weights and y the value, dy = (p ds) v - sum(p ds) y + p dv, where ds = scale (dq
 * k^T + q dk^T). The tangent program runs over pieces of batch x heads, so that the weights of a
 * piece stay in the cache and never exist for the whole batch.
 */
record Attention(double scale) implements Operator {

    /** Elements of the weights held at once. */
    private static final long PIECE = 1L << 20;

    @Override
    public String name() {
        return "attention";
    }

    @Override
    public Type infer(List<Value> in) {
        Value q = in.get(0);
        Value k = in.get(1);
        Value v = in.get(2);
        for (Value x : in) {
            Shapes.rank(name(), x, 3, "[heads, tokens, dim]");
            if (!x.batched()) {
                throw Shapes.refuse(
                        name(), "activations", x, "use matmul and softmax for constant operands");
            }
            Shapes.equal(name(), "heads", q.dim(0), x.dim(0));
        }
        Shapes.equal(name(), "a dim of keys", q.dim(2), k.dim(2));
        Shapes.equal(name(), "tokens of values", k.dim(1), v.dim(1));
        return Type.of(new long[] {q.dim(0), q.dim(1), v.dim(2)}, in);
    }

    @Override
    public String value(Step step) {
        return "torch.scaled_dot_product_attention(%s, %s, %s, None, 0., False, scale=%s)"
                .formatted(step.x(0), step.x(1), step.x(2), scale);
    }

    @Override
    public Dual tangent(TangentStep step) {
        Code code = step.code();
        Value q = step.operand(0);
        Value k = step.operand(1);
        String[] x = new String[3];
        String[] d = new String[3];
        for (int i = 0; i < 3; i++) {
            Value value = step.operand(i);
            x[i] = rows(step, step.x(i), value, "[-1, ");
            d[i] = rows(step, step.flow(i), value, "[" + Code.DIRECTIONS + ", -1, ");
        }
        x[0] = step.let("torch.mul(%s, %s)".formatted(x[0], scale));
        Value result = step.result();
        String size = result.dim(1) + ", " + result.dim(2) + "]";
        String all = step.let("torch.mul(" + Code.BATCH + ", " + q.dim(0) + ")");
        String y = step.let("torch.new_empty(%s, [%s, %s)".formatted(x[0], all, size));
        String dy =
                step.let(
                        "torch.new_empty(%s, [%s, %s, %s)"
                                .formatted(x[0], Code.DIRECTIONS, all, size));
        long piece = Math.max(1, PIECE / (q.dim(1) * k.dim(1)));
        String start = code.loop("0, " + all + ", " + piece);
        String stop =
                step.let("ops.prim.min([" + all + ", torch.add(" + start + ", " + piece + ")])");
        for (int i = 0; i < 3; i++) {
            x[i] = step.let("torch.slice(%s, 0, %s, %s)".formatted(x[i], start, stop));
            d[i] = step.let("torch.slice(%s, 1, %s, %s)".formatted(d[i], start, stop));
        }
        String kt = step.let("torch.transpose(" + x[1] + ", 1, 2)");
        String p = step.let("torch.softmax(torch.bmm(" + x[0] + ", " + kt + "), -1)");
        String yp = step.let("torch.slice(%s, 0, %s, %s)".formatted(y, start, stop));
        step.let("torch.bmm(%s, %s, out=%s)".formatted(p, x[2], yp));
        String dyp = step.let("torch.slice(%s, 1, %s, %s)".formatted(dy, start, stop));
        String w = step.let("torch.empty_like(" + p + ")");
        String i = code.loop(Code.DIRECTIONS);
        String dq = step.let("torch.mul(torch.select(%s, 0, %s), %s)".formatted(d[0], i, scale));
        String dk = step.let("torch.transpose(torch.select(%s, 0, %s), 1, 2)".formatted(d[1], i));
        String dv = step.let("torch.select(%s, 0, %s)".formatted(d[2], i));
        step.let("torch.bmm(%s, %s, out=%s)".formatted(dq, kt, w));
        step.let("torch.baddbmm_(%s, %s, %s)".formatted(w, x[0], dk));
        step.let("torch.mul_(%s, %s)".formatted(w, p));
        String out = step.let("torch.select(%s, 0, %s)".formatted(dyp, i));
        step.let("torch.bmm(%s, %s, out=%s)".formatted(w, x[2], out));
        step.let("torch.baddbmm_(%s, %s, %s)".formatted(out, p, dv));
        String sums = step.let("torch.sum(%s, [2], True)".formatted(w));
        step.let("torch.addcmul_(%s, %s, %s, value=-1)".formatted(out, yp, sums));
        code.end();
        code.end();
        String shape = Step.list("-1", result.shape());
        String value = step.let("torch.reshape(%s, %s)".formatted(y, shape));
        return new Dual(value, Flow.fresh("torch.reshape(%s, %s)".formatted(dy, shape)));
    }

    /** [batch, heads, tokens, dim] to [batch * heads, tokens, dim]. */
    private static String rows(Step step, String x, Value value, String lead) {
        String dims = lead + value.dim(1) + ", " + value.dim(2) + "]";
        return step.let("torch.reshape(%s, %s)".formatted(x, dims));
    }
}
