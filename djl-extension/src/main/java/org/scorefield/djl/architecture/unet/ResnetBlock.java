// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import org.scorefield.djl.architecture.unet.BlockConfig.Timing;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.Value;

/**
 * A residual block: norm, activation, convolution, the embedding, and the same again.
 *
 * @param key prefix of its parameters
 * @param channels channels of the output
 * @param scale divides the output
 * @param resolution whether it also halves or doubles the resolution
 */
record ResnetBlock(String key, long channels, double scale, Resolution resolution) {

    /** What the block does to height and width. */
    enum Resolution {
        KEPT,
        HALVED,
        DOUBLED
    }

    static ResnetBlock of(String key, long channels) {
        return new ResnetBlock(key, channels, 1, Resolution.KEPT);
    }

    /**
     * Adds the block to the graph.
     *
     * @param layers the builder
     * @param x the hidden state, [channels, height, width]
     * @param timing the activated embedding, [width]
     * @return the hidden state after the block
     */
    Value apply(UNetLayers layers, Value x, Value timing) {
        GraphBuilder g = layers.graph();
        int groups = layers.block().groups();
        Value h = layers.activation(layers.groupNorm(key + ".norm1", x, groups));
        Value shortcut = resampled(g, x);
        h = layers.conv3x3(key + ".conv1", resampled(g, h), channels);
        if (layers.block().timing() == Timing.SCALE_SHIFT) {
            Value e = layers.linear(key + ".time_emb_proj", timing, 2 * channels);
            Value scaling = g.add(perChannel(g, g.narrow(e, 0, 0, channels)), 1);
            Value shift = perChannel(g, g.narrow(e, 0, channels, channels));
            h = layers.groupNorm(key + ".norm2", h, groups);
            h = g.add(g.mul(h, scaling), shift);
        } else {
            Value e = layers.linear(key + ".time_emb_proj", timing, channels);
            h = layers.groupNorm(key + ".norm2", g.add(h, perChannel(g, e)), groups);
        }
        h = layers.conv3x3(key + ".conv2", layers.activation(h), channels);
        if (shortcut.dim(0) != channels) {
            shortcut = layers.conv1x1(key + ".conv_shortcut", shortcut, channels);
        }
        Value sum = g.add(shortcut, h);
        return scale == 1 ? sum : g.mul(sum, 1 / scale);
    }

    private Value resampled(GraphBuilder g, Value x) {
        return switch (resolution) {
            case KEPT -> x;
            case HALVED -> g.avgPool2d(x, 2, 2);
            case DOUBLED -> g.upsampleNearest2x(x);
        };
    }

    private Value perChannel(GraphBuilder g, Value e) {
        return g.reshape(e, channels, 1, 1);
    }
}
