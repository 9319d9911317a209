// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import java.util.List;
import java.util.Set;
import org.scorefield.djl.architecture.Architecture;
import org.scorefield.djl.architecture.ArchitectureSource;
import org.scorefield.djl.architecture.Match;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.architecture.Sinusoid;
import org.scorefield.djl.architecture.Sinusoid.Order;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Conv2d;
import org.scorefield.djl.program.Graph;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.LayerNorm;
import org.scorefield.djl.program.Value;

/**
 * The vision transformer of sofia-dominguezc/MNIST-diffusion: patches as tokens, two tokens of the
 * time and two of the label beside them, post-norm encoder layers, and patches again. It takes the
 * time with 1 = data and the label as an index (the last row of the table: no label), and predicts
 * the sample.
 *
 * <p>Option {@code heads}: attention heads, which the keys do not tell; 4 by default.
 */
public final class DiffusionVit implements Architecture {

    private static final double EPSILON = 1e-5;

    @Override
    public String name() {
        return "DiffusionVit";
    }

    @Override
    public Match match(StateDict weights) {
        return Match.ofKeys(
                weights.names(),
                List.of(
                        "pos_embed",
                        "patch_embed.weight",
                        "patch_embed.bias",
                        "transformer.*.self_attn.in_proj_weight",
                        "transformer.*.self_attn.in_proj_bias",
                        "transformer.*.self_attn.out_proj.weight",
                        "transformer.*.self_attn.out_proj.bias",
                        "transformer.*.linear1.weight",
                        "transformer.*.linear1.bias",
                        "transformer.*.linear2.weight",
                        "transformer.*.linear2.bias",
                        "transformer.*.norm1.weight",
                        "transformer.*.norm1.bias",
                        "transformer.*.norm2.weight",
                        "transformer.*.norm2.bias",
                        "unpatch.weight",
                        "unpatch.bias",
                        "y_encoder.weight"),
                List.of());
    }

    @Override
    public Graph build(ArchitectureSource source) throws CheckpointException {
        Options options = Options.of(source.options(), Set.of("heads"));
        GraphBuilder g = new GraphBuilder();
        StateDict weights = source.stateDict();
        Net net = new Net(g, weights, options.positive("heads").orElse(4));

        long[] patch = weights.require("patch_embed.weight").shape();
        long width = patch[0];
        Conv2d strides = Conv2d.PLAIN.withStride((int) patch[2]);
        Value u = g.input("u", source.dataShape());
        Value grid =
                g.conv2d(
                        u,
                        g.parameter("patch_embed.weight", patch),
                        g.parameter("patch_embed.bias", width),
                        strides);
        long patches = grid.dim(1) * grid.dim(2);
        Value tokens = g.permute(g.reshape(grid, width, patches), 1, 0);
        tokens = g.add(tokens, g.row(g.parameter("pos_embed", 1, patches, width), 0));

        Sinusoid sinusoid = new Sinusoid((int) (2 * width), 10000, 1, Order.SINE_FIRST);
        Value time = g.reshape(sinusoid.of(g, g.input("t")), 2, width);
        long[] table = weights.require("y_encoder.weight").shape();
        Value row = g.embedding(g.inputIndex("label"), g.parameter("y_encoder.weight", table));
        Value h = g.concat(0, tokens, time, g.reshape(row, 2, width));

        for (int i = 0; weights.get("transformer." + i + ".linear1.weight") != null; i++) {
            h = net.encoderLayer("transformer." + i, h);
        }
        h = g.permute(g.narrow(h, 0, 0, patches), 1, 0);
        return g.build(
                g.convTranspose2d(
                        g.reshape(h, width, grid.dim(1), grid.dim(2)),
                        g.parameter("unpatch.weight", weights.require("unpatch.weight").shape()),
                        g.parameter("unpatch.bias", u.dim(0)),
                        strides));
    }

    /** The builder, the file, and the number of heads. */
    private record Net(GraphBuilder g, StateDict weights, long heads) {

        /** As torch.nn.TransformerEncoderLayer with norm_first=False and activation gelu. */
        Value encoderLayer(String key, Value x) throws CheckpointException {
            Value h = norm(key + ".norm1", g.add(x, attention(key + ".self_attn", x)));
            Value inner = g.gelu(linear(key + ".linear1.", h));
            return norm(key + ".norm2", g.add(h, linear(key + ".linear2.", inner)));
        }

        private Value attention(String key, Value x) throws CheckpointException {
            long width = x.dim(1);
            Value qkv = linear(key + ".in_proj_", x);
            Value q = split(g.narrow(qkv, 1, 0, width));
            Value k = split(g.narrow(qkv, 1, width, width));
            Value v = split(g.narrow(qkv, 1, 2 * width, width));
            Value h = g.attention(q, k, v, 1 / Math.sqrt(width / (double) heads));
            h = g.reshape(g.permute(h, 1, 0, 2), x.dim(0), width);
            return linear(key + ".out_proj.", h);
        }

        private Value split(Value x) {
            return g.permute(g.reshape(x, x.dim(0), heads, x.dim(1) / heads), 1, 0, 2);
        }

        private Value linear(String key, Value x) throws CheckpointException {
            long width = weights.require(key + "bias").elements();
            Value weight = g.parameter(key + "weight", width, x.dim(1));
            return g.linear(x, weight, g.parameter(key + "bias", width));
        }

        private Value norm(String key, Value x) {
            Value weight = g.parameter(key + ".weight", x.dim(1));
            Value bias = g.parameter(key + ".bias", x.dim(1));
            return g.layerNorm(x, weight, bias, new LayerNorm(1, EPSILON));
        }
    }
}
