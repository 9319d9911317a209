// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.Deque;
import java.util.OptionalInt;
import org.scorefield.djl.architecture.unet.BlockConfig.Resampling;
import org.scorefield.djl.architecture.unet.ResnetBlock.Resolution;
import org.scorefield.djl.architecture.unet.UNet2DConfig.UpType;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.program.Value;

/**
 * An up block: its layers, one more than a down block has, each of which takes one skip; then the
 * doubling of the resolution, except at the last level.
 *
 * @param key prefix of its parameters
 * @param level its channels and type
 * @param last whether it keeps the resolution
 */
record UpBlock(String key, UNet2DConfig.Level level, boolean last) {

    /**
     * Adds the block to the graph.
     *
     * @param model the network
     * @param x the hidden state, [channels, height, width]
     * @param skips what the down blocks left; the newest is taken first. Modified.
     * @return the hidden state after the block
     */
    Value apply(UNetScope model, Value x, Deque<Value> skips) throws CheckpointException {
        UNetLayers layers = model.layers();
        OptionalInt groups = OptionalInt.of(layers.block().groups());
        Value h = x;
        for (int j = 0; j <= model.layersPerBlock(); j++) {
            h = layers.graph().concat(0, h, skips.pop());
            h =
                    ResnetBlock.of(key + ".resnets." + j, level.channels())
                            .apply(layers, h, model.timing());
            if (level.up() == UpType.ATTN_UP_BLOCK_2D) {
                h =
                        new AttentionBlock(key + ".attentions." + j, groups, 1)
                                .apply(layers, h, model.weights());
            }
        }
        return last ? h : doubled(model, h);
    }

    private Value doubled(UNetScope model, Value x) {
        String upsampler = key + ".upsamplers.0";
        UNetLayers layers = model.layers();
        boolean byResnet =
                switch (level.up()) {
                    case UP_BLOCK_2D -> false;
                    case ATTN_UP_BLOCK_2D -> layers.block().upsample() == Resampling.RESNET;
                    case RESNET_UPSAMPLE_BLOCK_2D -> true;
                };
        if (byResnet) {
            return new ResnetBlock(upsampler, level.channels(), 1, Resolution.DOUBLED)
                    .apply(layers, x, model.timing());
        }
        return layers.conv3x3(
                upsampler + ".conv", layers.graph().upsampleNearest2x(x), level.channels());
    }
}
