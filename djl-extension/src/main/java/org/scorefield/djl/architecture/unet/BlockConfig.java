// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.OptionalInt;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * What all blocks of a UNet2DModel share.
 *
 * @param activation the activation of the resnets
 * @param groups groups of the normalisations
 * @param epsilon added to the variance in the normalisations
 * @param timing how the embedding enters a resnet
 * @param headDim channels of an attention head, or empty for one head
 * @param downsamplePadding padding of the convolutions that halve the resolution
 * @param downsample how AttnDownBlock2D halves the resolution
 * @param upsample how AttnUpBlock2D doubles the resolution
 */
record BlockConfig(
        Activation activation,
        int groups,
        double epsilon,
        Timing timing,
        OptionalInt headDim,
        int downsamplePadding,
        Resampling downsample,
        Resampling upsample) {

    /** The activations of a resnet; SWISH is another name of SILU. */
    enum Activation {
        SILU,
        SWISH,
        MISH,
        GELU,
        RELU
    }

    /** How the embedding enters a resnet: added, or as a scale and a shift. */
    enum Timing {
        DEFAULT,
        SCALE_SHIFT
    }

    /** Resampling by a convolution or by a resnet. */
    enum Resampling {
        CONV,
        RESNET
    }

    /** Keeps padded images small; published models say 0 or 1. */
    private static final int MAX_PADDING = 8;

    static BlockConfig read(Options options) throws CheckpointException {
        double epsilon = options.number("norm_eps").orElse(1e-5);
        if (epsilon < 0) {
            throw Options.refused("norm_eps", "a number of at least 0", epsilon);
        }
        int padding = options.integer("downsample_padding").orElse(1);
        if (padding < 0 || padding > MAX_PADDING) {
            throw Options.refused("downsample_padding", "0 to " + MAX_PADDING, padding);
        }
        if (options.isNull("norm_num_groups")) {
            throw Options.refused("norm_num_groups", "a positive whole number", "null");
        }
        return new BlockConfig(
                activation(options),
                options.positive("norm_num_groups").orElse(32),
                epsilon,
                options.constant("resnet_time_scale_shift", Timing.class).orElse(Timing.DEFAULT),
                options.isNull("attention_head_dim")
                        ? OptionalInt.empty()
                        : OptionalInt.of(options.positive("attention_head_dim").orElse(8)),
                padding,
                options.constant("downsample_type", Resampling.class).orElse(Resampling.CONV),
                options.constant("upsample_type", Resampling.class).orElse(Resampling.CONV));
    }

    private static Activation activation(Options options) throws CheckpointException {
        String name = options.text("act_fn").orElse("silu");
        for (Activation activation : Activation.values()) {
            if (activation.name().equalsIgnoreCase(name)) {
                return activation;
            }
        }
        throw Options.refused("act_fn", "silu, swish, mish, gelu or relu", name);
    }
}
