// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.scorefield.djl.architecture.Options;
import org.scorefield.djl.checkpoint.CheckpointException;

/**
 * The configuration of a UNet2DModel, under diffusers' keys and with diffusers' defaults.
 *
 * @param inChannels channels of a sample
 * @param outChannels channels of the output
 * @param centerInputSample whether the sample x enters as 2x - 1
 * @param levels channels and block types, from the highest resolution to the lowest
 * @param layersPerBlock resnets of a down block; an up block has one more
 * @param embedding the time and class embedding
 * @param block what all blocks share
 * @param mid the block at the lowest resolution
 */
record UNet2DConfig(
        int inChannels,
        int outChannels,
        boolean centerInputSample,
        List<Level> levels,
        int layersPerBlock,
        EmbeddingConfig embedding,
        BlockConfig block,
        MidConfig mid) {

    /** More layers than any published model has; a larger number is a damaged file. */
    private static final int MAX_LAYERS = 64;

    private static final int MAX_LEVELS = 16;
    private static final int MAX_CHANNELS = 1 << 16;

    private static final Set<String> KEYS =
            Set.of(
                    "sample_size",
                    "in_channels",
                    "out_channels",
                    "center_input_sample",
                    "time_embedding_type",
                    "time_embedding_dim",
                    "freq_shift",
                    "flip_sin_to_cos",
                    "down_block_types",
                    "mid_block_type",
                    "up_block_types",
                    "block_out_channels",
                    "layers_per_block",
                    "mid_block_scale_factor",
                    "downsample_padding",
                    "downsample_type",
                    "upsample_type",
                    "dropout",
                    "act_fn",
                    "attention_head_dim",
                    "norm_num_groups",
                    "attn_norm_num_groups",
                    "norm_eps",
                    "resnet_time_scale_shift",
                    "add_attention",
                    "class_embed_type",
                    "num_class_embeds",
                    "num_train_timesteps");

    /** Written into the config by diffusers' weight averaging; they say nothing of the network. */
    private static final Set<String> AVERAGING_KEYS =
            Set.of(
                    "decay",
                    "inv_gamma",
                    "min_decay",
                    "optimization_step",
                    "power",
                    "update_after_step",
                    "use_ema_warmup");

    /**
     * One resolution.
     *
     * @param channels channels of its blocks
     * @param down its down block
     * @param up its up block
     */
    record Level(int channels, DownType down, UpType up) {}

    /** The supported down blocks. */
    enum DownType {
        DOWN_BLOCK_2D("DownBlock2D"),
        ATTN_DOWN_BLOCK_2D("AttnDownBlock2D"),
        RESNET_DOWNSAMPLE_BLOCK_2D("ResnetDownsampleBlock2D");

        private final String key;

        DownType(String key) {
            this.key = key;
        }
    }

    /** The supported up blocks. */
    enum UpType {
        UP_BLOCK_2D("UpBlock2D"),
        ATTN_UP_BLOCK_2D("AttnUpBlock2D"),
        RESNET_UPSAMPLE_BLOCK_2D("ResnetUpsampleBlock2D");

        private final String key;

        UpType(String key) {
            this.key = key;
        }
    }

    static UNet2DConfig read(JsonObject json) throws CheckpointException {
        Set<String> known = new TreeSet<>(KEYS);
        AVERAGING_KEYS.stream().filter(json::has).forEach(known::add);
        Options options = Options.of(json, known);
        List<Level> levels = levels(options);
        int layers = options.positive("layers_per_block").orElse(2);
        if (layers > MAX_LAYERS) {
            throw Options.refused("layers_per_block", "at most " + MAX_LAYERS, layers);
        }
        return new UNet2DConfig(
                options.positive("in_channels").orElse(3),
                options.positive("out_channels").orElse(3),
                options.flag("center_input_sample").orElse(false),
                levels,
                layers,
                EmbeddingConfig.read(options, levels.get(0).channels()),
                BlockConfig.read(options),
                MidConfig.read(options));
    }

    private static List<Level> levels(Options options) throws CheckpointException {
        List<String> down =
                options.texts("down_block_types")
                        .orElse(
                                List.of(
                                        "DownBlock2D",
                                        "AttnDownBlock2D",
                                        "AttnDownBlock2D",
                                        "AttnDownBlock2D"));
        List<String> up =
                options.texts("up_block_types")
                        .orElse(
                                List.of(
                                        "AttnUpBlock2D",
                                        "AttnUpBlock2D",
                                        "AttnUpBlock2D",
                                        "UpBlock2D"));
        List<Integer> channels =
                options.integers("block_out_channels").orElse(List.of(224, 448, 672, 896));
        int count = channels.size();
        if (count < 1 || count > MAX_LEVELS) {
            throw Options.refused("block_out_channels", "1 to " + MAX_LEVELS + " levels", channels);
        }
        if (down.size() != count || up.size() != count) {
            throw Options.refused(
                    "down_block_types and up_block_types",
                    "as many as block_out_channels, " + count,
                    down.size() + " and " + up.size());
        }
        Level[] levels = new Level[count];
        for (int i = 0; i < count; i++) {
            int width = channels.get(i);
            if (width < 1 || width > MAX_CHANNELS) {
                throw Options.refused("block_out_channels", "1 to " + MAX_CHANNELS, channels);
            }
            levels[i] = new Level(width, downType(down.get(i)), upType(up.get(count - 1 - i)));
        }
        return List.of(levels);
    }

    private static DownType downType(String name) throws CheckpointException {
        for (DownType type : DownType.values()) {
            if (type.key.equals(withoutOldPrefix(name))) {
                return type;
            }
        }
        throw Options.refused(
                "down_block_types",
                "DownBlock2D, AttnDownBlock2D or ResnetDownsampleBlock2D",
                name);
    }

    private static UpType upType(String name) throws CheckpointException {
        for (UpType type : UpType.values()) {
            if (type.key.equals(withoutOldPrefix(name))) {
                return type;
            }
        }
        throw Options.refused(
                "up_block_types", "UpBlock2D, AttnUpBlock2D or ResnetUpsampleBlock2D", name);
    }

    /** Early configs say UNetResDownBlock2D for DownBlock2D. */
    private static String withoutOldPrefix(String name) {
        return name.startsWith("UNetRes") ? name.substring("UNetRes".length()) : name;
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
