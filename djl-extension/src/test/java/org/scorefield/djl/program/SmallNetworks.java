// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.program;

/** Small networks in the manner of those that diffusion models use. */
final class SmallNetworks {

    private SmallNetworks() {}

    /** How large a residual network is. */
    record Size(int channels, int side, int blocks, int heads) {}

    /** Two residual blocks with time embedding, attention between, a resampling: [3, 8, 8]. */
    static Graph residual() {
        return residual(new Size(8, 8, 2, 2));
    }

    /** Residual blocks of GroupNorm, SiLU and 3x3 convolutions, with attention in the middle. */
    static Graph residual(Size size) {
        GraphBuilder b = new GraphBuilder();
        int c = size.channels();
        Value u = b.input("u", 3, size.side(), size.side());
        Value t = b.reshape(b.input("t"), 1);
        Value angle = b.mul(t, b.constant(new double[] {1, 3, 10, 30}, 4));
        Value time = b.concat(0, b.sin(angle), b.cos(angle));
        time =
                b.silu(
                        b.linear(
                                time,
                                b.parameter("time.weight", c, 8),
                                b.parameter("time.bias", c)));
        Value x = convolution(b, u, "conv_in", c);
        for (int i = 0; i < size.blocks(); i++) {
            x = block(b, x, time, "blocks." + i + ".");
            if (i == (size.blocks() - 1) / 2) {
                x = attention(b, x, size.heads());
            }
        }
        x = b.upsampleNearest2x(b.avgPool2d(x, 2, 2));
        return b.build(convolution(b, b.silu(norm(b, x, "norm_out")), "conv_out", 3));
    }

    private static Value block(GraphBuilder b, Value x, Value time, String name) {
        int c = (int) x.dim(0);
        Value y = convolution(b, b.silu(norm(b, x, name + "norm1")), name + "conv1", c);
        Value shift = b.linear(time, b.parameter(name + "time.weight", c, c), null);
        y = b.add(y, b.reshape(shift, c, 1, 1));
        y = convolution(b, b.silu(norm(b, y, name + "norm2")), name + "conv2", c);
        return b.add(x, y);
    }

    private static Value attention(GraphBuilder b, Value x, int heads) {
        long c = x.dim(0);
        long tokens = x.dim(1) * x.dim(2);
        Value rows = b.transpose(b.reshape(norm(b, x, "attention.norm"), c, tokens), 0, 1);
        Value[] parts = new Value[3];
        String[] names = {"to_q", "to_k", "to_v"};
        for (int i = 0; i < 3; i++) {
            Value w = b.parameter("attention." + names[i] + ".weight", c, c);
            Value part = b.reshape(b.linear(rows, w, null), tokens, heads, c / heads);
            parts[i] = b.transpose(part, 0, 1);
        }
        double scale = 1 / Math.sqrt((double) c / heads);
        Value mixed = b.attention(parts[0], parts[1], parts[2], scale);
        mixed = b.reshape(b.transpose(mixed, 0, 1), tokens, c);
        mixed = b.linear(mixed, b.parameter("attention.to_out.0.weight", c, c), null);
        return b.add(b.reshape(b.transpose(mixed, 0, 1), x.shape()), x);
    }

    private static Value convolution(GraphBuilder b, Value x, String name, int out) {
        Value w = b.parameter(name + ".weight", out, x.dim(0), 3, 3);
        return b.conv2d(x, w, b.parameter(name + ".bias", out), Conv2d.PLAIN.withPadding(1));
    }

    private static Value norm(GraphBuilder b, Value x, String name) {
        int c = (int) x.dim(0);
        Value w = b.parameter(name + ".weight", c);
        return b.groupNorm(x, w, b.parameter(name + ".bias", c), new GroupNorm(c / 4, 1e-5));
    }

    /** Two post-norm encoder layers over 4 tokens and one of the label: [4, 6]. */
    static Graph transformer() {
        GraphBuilder b = new GraphBuilder();
        Value u = b.input("u", 4, 6);
        Value label = b.embedding(b.inputIndex("label"), b.parameter("labels.weight", 3, 6));
        Value x = b.add(u, b.parameter("positions", 4, 6));
        x = b.concat(0, x, b.reshape(label, 1, 6));
        for (int i = 0; i < 2; i++) {
            String name = "layers." + i + ".";
            Value qkv = b.linear(x, b.parameter(name + "in_proj_weight", 18, 6), null);
            Value heads = b.permute(b.reshape(qkv, 5, 3, 2, 3), 1, 2, 0, 3);
            Value mixed = b.attention(b.row(heads, 0), b.row(heads, 1), b.row(heads, 2), 0.5);
            mixed = b.reshape(b.transpose(mixed, 0, 1), 5, 6);
            x = layerNorm(b, b.add(x, mixed), name + "norm1");
            Value hidden = b.gelu(b.linear(x, b.parameter(name + "linear1.weight", 8, 6), null));
            hidden = b.linear(hidden, b.parameter(name + "linear2.weight", 6, 8), null);
            x = layerNorm(b, b.add(x, hidden), name + "norm2");
        }
        return b.build(b.narrow(x, 0, 0, 4));
    }

    private static Value layerNorm(GraphBuilder b, Value x, String name) {
        Value w = b.parameter(name + ".weight", 6);
        return b.layerNorm(x, w, b.parameter(name + ".bias", 6), new LayerNorm(1, 1e-5));
    }
}
