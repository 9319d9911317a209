// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.OptionalInt;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.Value;

/**
 * Self-attention over the pixels, with a residual.
 *
 * @param key prefix of its parameters
 * @param groups groups of its normalisation, empty for none
 * @param scale divides the output
 */
record AttentionBlock(String key, OptionalInt groups, double scale) {

    /** The names of the four linear maps: of now, and of the first releases of diffusers. */
    private record Names(String query, String key, String value, String output) {
        static final Names NEW = new Names("to_q", "to_k", "to_v", "to_out.0");
        static final Names OLD = new Names("query", "key", "value", "proj_attn");
    }

    /**
     * Adds the block to the graph.
     *
     * @param layers the builder
     * @param x the hidden state, [channels, height, width]
     * @param weights tells which names the checkpoint uses. Not modified.
     * @return the hidden state after the block
     * @throws CheckpointException if a head is wider than the channels
     */
    Value apply(UNetLayers layers, Value x, StateDict weights) throws CheckpointException {
        GraphBuilder g = layers.graph();
        long channels = x.dim(0);
        long tokens = x.dim(1) * x.dim(2);
        long headDim = layers.block().headDim().orElse(Math.toIntExact(channels));
        long heads = channels / headDim;
        if (heads == 0) {
            throw Options.refused(
                    "attention_head_dim", "at most the " + channels + " channels", headDim);
        }
        Names names = weights.get(key + ".query.weight") != null ? Names.OLD : Names.NEW;
        Value h =
                groups.isPresent()
                        ? layers.groupNorm(key + ".group_norm", x, groups.getAsInt())
                        : x;
        h = g.permute(g.reshape(h, channels, tokens), 1, 0);
        long inner = heads * headDim;
        Value q = heads(g, layers.linear(key + "." + names.query, h, inner), heads);
        Value k = heads(g, layers.linear(key + "." + names.key, h, inner), heads);
        Value v = heads(g, layers.linear(key + "." + names.value, h, inner), heads);
        h = g.attention(q, k, v, 1 / Math.sqrt(headDim));
        h = g.reshape(g.permute(h, 1, 0, 2), tokens, inner);
        h = layers.linear(key + "." + names.output, h, channels);
        h = g.reshape(g.permute(h, 1, 0), channels, x.dim(1), x.dim(2));
        Value sum = g.add(h, x);
        return scale == 1 ? sum : g.mul(sum, 1 / scale);
    }

    /** [tokens, heads * dim] to [heads, tokens, dim]. */
    private static Value heads(GraphBuilder g, Value x, long heads) {
        return g.permute(g.reshape(x, x.dim(0), heads, x.dim(1) / heads), 1, 0, 2);
    }
}
