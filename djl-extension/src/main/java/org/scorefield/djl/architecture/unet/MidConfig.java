// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.OptionalInt;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * The block at the lowest resolution of a UNet2DModel.
 *
 * @param kind what it is made of
 * @param scale divides the output of each of its parts
 * @param attentionGroups groups of its attention's normalisation, empty for the default: the groups
 *     of all blocks with resnet_time_scale_shift default, no normalisation with scale_shift
 */
record MidConfig(Kind kind, double scale, OptionalInt attentionGroups) {

    /** What the block is made of. */
    enum Kind {
        ABSENT,
        RESNETS,
        RESNETS_AND_ATTENTION
    }

    static MidConfig read(Options options) throws CheckpointException {
        String type = options.text("mid_block_type").orElse("UNetMidBlock2D");
        if (!type.equals("UNetMidBlock2D")) {
            throw Options.refused("mid_block_type", "UNetMidBlock2D or null", type);
        }
        double scale = options.number("mid_block_scale_factor").orElse(1);
        if (scale == 0) {
            throw Options.refused("mid_block_scale_factor", "a number other than 0", scale);
        }
        Kind kind =
                options.flag("add_attention").orElse(true)
                        ? Kind.RESNETS_AND_ATTENTION
                        : Kind.RESNETS;
        return new MidConfig(
                options.isNull("mid_block_type") ? Kind.ABSENT : kind,
                scale,
                options.positive("attn_norm_num_groups"));
    }
}
