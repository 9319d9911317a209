// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.Deque;
import java.util.OptionalInt;
import org.scorefield.djl.architecture.unet.BlockConfig.Resampling;
import org.scorefield.djl.architecture.unet.ResnetBlock.Resolution;
import org.scorefield.djl.architecture.unet.UNet2DConfig.DownType;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.program.Conv2d;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.PadMode;
import org.scorefield.djl.program.Value;

/**
 * A down block: its layers, then the halving of the resolution, except at the last level.
 *
 * @param key prefix of its parameters
 * @param level its channels and type
 * @param last whether it keeps the resolution
 */
record DownBlock(String key, UNet2DConfig.Level level, boolean last) {

    /**
     * Adds the block to the graph.
     *
     * @param model the network
     * @param x the hidden state, [channels, height, width]
     * @param skips receives what the up blocks concatenate. Modified.
     * @return the hidden state after the block
     */
    Value apply(UNetScope model, Value x, Deque<Value> skips) throws CheckpointException {
        UNetLayers layers = model.layers();
        OptionalInt groups = OptionalInt.of(layers.block().groups());
        Value h = x;
        for (int j = 0; j < model.layersPerBlock(); j++) {
            h =
                    ResnetBlock.of(key + ".resnets." + j, level.channels())
                            .apply(layers, h, model.timing());
            if (level.down() == DownType.ATTN_DOWN_BLOCK_2D) {
                h =
                        new AttentionBlock(key + ".attentions." + j, groups, 1)
                                .apply(layers, h, model.weights());
            }
            skips.push(h);
        }
        if (!last) {
            h = halved(model, h);
            skips.push(h);
        }
        return h;
    }

    private Value halved(UNetScope model, Value x) {
        String downsampler = key + ".downsamplers.0";
        BlockConfig block = model.layers().block();
        boolean byResnet =
                switch (level.down()) {
                    case DOWN_BLOCK_2D -> false;
                    case ATTN_DOWN_BLOCK_2D -> block.downsample() == Resampling.RESNET;
                    case RESNET_DOWNSAMPLE_BLOCK_2D -> true;
                };
        if (byResnet) {
            return new ResnetBlock(downsampler, level.channels(), 1, Resolution.HALVED)
                    .apply(model.layers(), x, model.timing());
        }
        GraphBuilder g = model.layers().graph();
        int padding = block.downsamplePadding();
        Value padded = padding == 0 ? g.pad(x, PadMode.ZERO, 0, 1, 0, 1) : x;
        return model.layers()
                .conv3x3(
                        downsampler + ".conv",
                        padded,
                        level.channels(),
                        Conv2d.PLAIN.withStride(2).withPadding(padding));
    }
}
