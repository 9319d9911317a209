// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.architecture;

import java.util.List;
import java.util.Set;
import org.scorefield.djl.architecture.Architecture;
import org.scorefield.djl.architecture.ArchitectureSource;
import org.scorefield.djl.architecture.Match;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Conv2d;
import org.scorefield.djl.program.Graph;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.LayerNorm;
import org.scorefield.djl.program.Value;

/**
 * The small convolutional network of james-hughes1/diffusion-mnist: four convolutions 7x7, each
 * with a layer normalisation over the pixels and GELU, and a last one 3x3; the time shifts the
 * channels after the first. It takes the time as k / T and predicts epsilon.
 */
public final class DdpmMnistCnn implements Architecture {

    private static final double EPSILON = 1e-5;

    @Override
    public String name() {
        return "DdpmMnistCnn";
    }

    @Override
    public Match match(StateDict weights) {
        return Match.ofKeys(
                weights.names(),
                List.of(
                        "gt.frequencies",
                        "gt.blocks.*.net.0.weight",
                        "gt.blocks.*.net.0.bias",
                        "gt.blocks.*.net.1.weight",
                        "gt.blocks.*.net.1.bias",
                        "gt.blocks.*.weight",
                        "gt.blocks.*.bias",
                        "gt.time_embed.*.weight",
                        "gt.time_embed.*.bias"),
                List.of("alpha_t", "beta_t"));
    }

    /** The schedule's buffers; the card gives the schedule. */
    @Override
    public boolean ignores(String name) {
        return name.equals("alpha_t") || name.equals("beta_t");
    }

    @Override
    public Graph build(ArchitectureSource source) throws CheckpointException {
        Options.of(source.options(), Set.of());
        StateDict weights = source.stateDict();
        GraphBuilder g = new GraphBuilder();
        Value h = g.input("u", source.dataShape());
        Value time = time(g, weights, g.input("t"));
        int block = 0;
        for (; weights.get("gt.blocks." + block + ".net.0.weight") != null; block++) {
            String key = "gt.blocks." + block + ".net";
            h = g.gelu(pixelNorm(g, convolution(g, h, key + ".0", weights), key + ".1"));
            if (block == 0) {
                h = g.add(h, g.reshape(time, time.dim(0), 1, 1));
            }
        }
        return g.build(convolution(g, h, "gt.blocks." + block, weights));
    }

    /** [sin(t f), cos(t f) - 1], then four linear layers with GELU between them. */
    private static Value time(GraphBuilder g, StateDict weights, Value t)
            throws CheckpointException {
        long count = weights.require("gt.frequencies").elements();
        Value angle = g.mul(g.reshape(t, 1), g.parameter("gt.frequencies", count));
        Value e = g.concat(0, g.sin(angle), g.add(g.cos(angle), -1));
        for (int i = 0; weights.get("gt.time_embed." + i + ".weight") != null; i += 2) {
            String key = "gt.time_embed." + i;
            long width = weights.require(key + ".bias").elements();
            Value weight = g.parameter(key + ".weight", width, e.dim(0));
            e = g.linear(i == 0 ? e : g.gelu(e), weight, g.parameter(key + ".bias", width));
        }
        return e;
    }

    private static Value convolution(GraphBuilder g, Value x, String key, StateDict weights)
            throws CheckpointException {
        long[] shape = weights.require(key + ".weight").shape();
        Value weight = g.parameter(key + ".weight", shape);
        Value bias = g.parameter(key + ".bias", shape[0]);
        return g.conv2d(x, weight, bias, Conv2d.PLAIN.withPadding((int) shape[2] / 2));
    }

    private static Value pixelNorm(GraphBuilder g, Value x, String key) {
        Value weight = g.parameter(key + ".weight", x.dim(1), x.dim(2));
        Value bias = g.parameter(key + ".bias", x.dim(1), x.dim(2));
        return g.layerNorm(x, weight, bias, new LayerNorm(2, EPSILON));
    }
}
