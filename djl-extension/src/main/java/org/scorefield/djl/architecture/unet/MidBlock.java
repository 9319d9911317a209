// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.OptionalInt;
import org.scorefield.djl.architecture.unet.BlockConfig.Timing;
import org.scorefield.djl.architecture.unet.MidConfig.Kind;
import org.scorefield.djl.architecture.unet.ResnetBlock.Resolution;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.program.Value;

/** The block at the lowest resolution: a resnet, an attention, a resnet; or nothing at all. */
record MidBlock(MidConfig config) {

    /**
     * Adds the block to the graph.
     *
     * @param model the network
     * @param x the hidden state, [channels, height, width]
     * @return the hidden state after the block
     */
    Value apply(UNetScope model, Value x) throws CheckpointException {
        if (config.kind() == Kind.ABSENT) {
            return x;
        }
        Value h = resnet("mid_block.resnets.0", model, x);
        if (config.kind() == Kind.RESNETS_AND_ATTENTION) {
            h =
                    new AttentionBlock(
                                    "mid_block.attentions.0",
                                    groups(model.layers().block()),
                                    config.scale())
                            .apply(model.layers(), h, model.weights());
        }
        return resnet("mid_block.resnets.1", model, h);
    }

    private Value resnet(String key, UNetScope model, Value x) {
        return new ResnetBlock(key, x.dim(0), config.scale(), Resolution.KEPT)
                .apply(model.layers(), x, model.timing());
    }

    /** The mid attention has no normalisation with scale_shift, unless its groups are given. */
    private OptionalInt groups(BlockConfig block) {
        if (config.attentionGroups().isPresent()) {
            return config.attentionGroups();
        }
        return block.timing() == Timing.DEFAULT
                ? OptionalInt.of(block.groups())
                : OptionalInt.empty();
    }
}
