// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import java.util.ArrayList;
import java.util.List;

/** Every key that a UNet2DModel's state dict may hold, {@code *} standing for a number. */
final class UNetKeys {

    private static final List<String> RESNET =
            List.of("norm1", "conv1", "time_emb_proj", "norm2", "conv2", "conv_shortcut");

    private static final List<String> ATTENTION =
            List.of(
                    "group_norm",
                    "to_q",
                    "to_k",
                    "to_v",
                    "to_out.0",
                    "query",
                    "key",
                    "value",
                    "proj_attn");

    static final List<String> ALL = all();

    private UNetKeys() {}

    private static List<String> all() {
        List<String> layers =
                new ArrayList<>(
                        List.of(
                                "conv_in",
                                "time_embedding.linear_1",
                                "time_embedding.linear_2",
                                "class_embedding.linear_1",
                                "class_embedding.linear_2",
                                "conv_norm_out",
                                "conv_out",
                                "down_blocks.*.downsamplers.0.conv",
                                "up_blocks.*.upsamplers.0.conv"));
        for (String block : List.of("down_blocks.*", "mid_block", "up_blocks.*")) {
            RESNET.forEach(part -> layers.add(block + ".resnets.*." + part));
            ATTENTION.forEach(part -> layers.add(block + ".attentions.*." + part));
        }
        for (String part : RESNET) {
            layers.add("down_blocks.*.downsamplers.0." + part);
            layers.add("up_blocks.*.upsamplers.0." + part);
        }
        List<String> keys = new ArrayList<>(List.of("time_proj.weight", "class_embedding.weight"));
        for (String layer : layers) {
            keys.add(layer + ".weight");
            keys.add(layer + ".bias");
        }
        return List.copyOf(keys);
    }
}
