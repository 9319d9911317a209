// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import org.scorefield.djl.program.Conv2d;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.GroupNorm;
import org.scorefield.djl.program.Value;

/**
 * The layers that all parts of the UNet use; each declares its parameters under a key.
 *
 * @param graph the builder
 * @param block what all blocks share
 */
record UNetLayers(GraphBuilder graph, BlockConfig block) {

    /** A convolution 3x3 that keeps the size: KEY.weight, KEY.bias. */
    Value conv3x3(String key, Value x, long channels) {
        return conv3x3(key, x, channels, Conv2d.PLAIN.withPadding(1));
    }

    Value conv3x3(String key, Value x, long channels, Conv2d options) {
        Value weight = graph.parameter(key + ".weight", channels, x.dim(0), 3, 3);
        return graph.conv2d(x, weight, graph.parameter(key + ".bias", channels), options);
    }

    Value conv1x1(String key, Value x, long channels) {
        Value weight = graph.parameter(key + ".weight", channels, x.dim(0), 1, 1);
        return graph.conv2d(x, weight, graph.parameter(key + ".bias", channels), Conv2d.PLAIN);
    }

    /** A linear map of the last dimension: KEY.weight, KEY.bias. */
    Value linear(String key, Value x, long width) {
        Value weight = graph.parameter(key + ".weight", width, x.dim(-1));
        return graph.linear(x, weight, graph.parameter(key + ".bias", width));
    }

    /** A group normalisation with the epsilon of all blocks: KEY.weight, KEY.bias. */
    Value groupNorm(String key, Value x, int groups) {
        long channels = x.dim(0);
        return graph.groupNorm(
                x,
                graph.parameter(key + ".weight", channels),
                graph.parameter(key + ".bias", channels),
                new GroupNorm(groups, block.epsilon()));
    }

    /** The activation of the resnets. */
    Value activation(Value x) {
        return switch (block.activation()) {
            case SILU, SWISH -> graph.silu(x);
            case MISH -> graph.mish(x);
            case GELU -> graph.gelu(x);
            case RELU -> graph.relu(x);
        };
    }
}
