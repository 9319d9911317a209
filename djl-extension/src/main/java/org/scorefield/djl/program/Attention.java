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

    /** Elements of ds held at once, in all directions. */
    private static final long PIECE = 1L << 20;

    /**
     * Directions that a piece is cut for, at least: the weights p have to stay in the cache too.
     */
    private static final int FEW = 8;

    /** Rows of a piece, at least: fewer make the products slow. */
    private static final int LEAST_ROWS = 64;

    @Override
    public String label() {
        return "attention";
    }

    @Override
    public Type infer(List<Value> in) {
        Value q = in.get(0);
        Value k = in.get(1);
        Value v = in.get(2);
        for (Value x : in) {
            Shapes.rank(label(), x, 3, "[heads, tokens, dim]");
            if (!x.batched()) {
                throw Shapes.refuse(
                        label(), "activations", x, "use matmul and softmax for constant operands");
            }
            Shapes.equal(label(), "heads", q.dim(0), x.dim(0));
        }
        Shapes.equal(label(), "a dim of keys", q.dim(2), k.dim(2));
        Shapes.equal(label(), "tokens of values", k.dim(1), v.dim(1));
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
        Value result = step.result();
        long rows = step.operand(0).dim(1);
        long columns = step.operand(1).dim(1);
        String q = flat(step, step.x(0), 0, "[-1");
        String k = flat(step, step.x(1), 1, "[-1");
        String v = flat(step, step.x(2), 2, "[-1");
        String dq = flat(step, step.flow(0), 0, "[directions, -1");
        String dk = flat(step, step.flow(1), 1, "[directions, -1");
        String dv = flat(step, step.flow(2), 2, "[directions, -1");
        long[] size = {rows, result.dim(2)};
        String heads = step.let("torch.mul(batch, " + result.dim(0) + ")");
        String y = step.let("torch.new_empty(u, " + Step.list(heads, size) + ")");
        String both = Code.DIRECTIONS + ", " + heads;
        String dy = step.let("torch.new_empty(u, " + Step.list(both, size) + ")");
        String block = share(step, rows * columns, 1);
        String strip = share(step, columns, LEAST_ROWS);

        String from = code.loop("0, " + heads + ", " + block);
        String to = step.let("ops.prim.min([%s, torch.add(%s, %s)])".formatted(heads, from, block));
        String count = step.let("torch.sub(" + to + ", " + from + ")");
        String qj = step.let("torch.mul(" + slice(q, 0, from, to) + ", " + scale + ")");
        String kj = step.let(slice(k, 0, from, to));
        String vj = step.let(slice(v, 0, from, to));
        // [dq, q] [k, dk]^T and [w, p] [v; dv] join two products in one.
        String wide = ", [directions, -1, -1, -1])";
        String dqj = "torch.mul(" + slice(dq, 1, from, to) + ", " + scale + ")";
        String left = step.let("torch.cat([" + dqj + ", torch.expand(" + qj + wide + "], -1)");
        String dkj = slice(dk, 1, from, to);
        String right = "torch.cat([torch.expand(" + kj + wide + ", " + dkj + "], -1)";
        String across = step.let("torch.transpose(torch.flatten(" + right + ", 0, 1), 1, 2)");
        String kt = step.let("torch.transpose(" + kj + ", 1, 2)");
        String vs = step.let("torch.flatten(torch.expand(" + vj + wide + ", 0, 1)");
        String dvj = "torch.permute(" + slice(dv, 1, from, to) + ", [1, 2, 0, 3])";
        String dvs = step.let("torch.flatten(" + dvj + ", 2)");

        String top = code.loop("0, " + rows + ", " + strip);
        String end = step.let("ops.prim.min([%s, torch.add(%s, %s)])".formatted(rows, top, strip));
        String qr = slice(qj, 1, top, end);
        String p = step.let("torch.softmax(torch.bmm(" + qr + ", " + kt + "), -1)");
        String yr = step.let("torch.bmm(" + p + ", " + vj + ")");
        step.let("torch.copy_(" + slice(slice(y, 0, from, to), 1, top, end) + ", " + yr + ")");
        String ds = "torch.flatten(" + slice(left, 2, top, end) + ", 0, 1)";
        String w = step.let("torch.bmm(" + ds + ", " + across + ")");
        String split = ", 0, [directions, " + count + "])";
        String w4 = step.let("torch.unflatten(" + w + split);
        step.let("torch.mul_(" + w4 + ", " + p + ")");
        String sums = "torch.sum(" + w4 + ", [3], True)";
        String o = step.let("torch.unflatten(torch.bmm(" + w + ", " + vs + ")" + split);
        step.let("torch.addcmul_(%s, %s, %s, value=-1)".formatted(o, yr, sums));
        String pdv = "torch.unflatten(torch.bmm(" + p + ", " + dvs + "), 2, [directions, -1])";
        String part = slice(slice(dy, 1, from, to), 2, top, end);
        step.let("torch.add(%s, torch.permute(%s, [2, 0, 1, 3]), out=%s)".formatted(o, pdv, part));
        code.end();
        code.end();

        String shape = Step.list("-1", result.shape());
        String value = step.let("torch.reshape(%s, %s)".formatted(y, shape));
        return new Dual(value, Flow.fresh("torch.reshape(%s, %s)".formatted(dy, shape)));
    }

    /** How many items of this many elements make a piece, in all directions together. */
    private static String share(Step step, long elements, int least) {
        String several = "ops.prim.max([directions, " + FEW + "])";
        String all = "torch.mul(" + several + ", " + elements + ")";
        return step.let("ops.prim.max([%s, torch.floordiv(%s, %s)])".formatted(least, PIECE, all));
    }

    private static String slice(String x, int axis, String from, String to) {
        return "torch.slice(%s, %s, %s, %s)".formatted(x, axis, from, to);
    }

    /** [batch, heads, tokens, dim] to [batch * heads, tokens, dim]. */
    private static String flat(Step step, String x, int operand, String lead) {
        Value value = step.operand(operand);
        String dims = lead + ", " + value.dim(1) + ", " + value.dim(2) + "]";
        return step.let("torch.reshape(%s, %s)".formatted(x, dims));
    }
}
