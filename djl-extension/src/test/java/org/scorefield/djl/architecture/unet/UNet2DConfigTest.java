// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.djl.architecture.ArchitectureSource;
import org.scorefield.djl.architecture.unet.UNet2DConfig.DownType;
import org.scorefield.djl.architecture.unet.UNet2DConfig.UpType;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;

class UNet2DConfigTest {

    private static final String REMEDY = "; correct the card or config.json";

    @Test
    void read_nothing_givesTheDefaultsOfDiffusers() throws CheckpointException {
        UNet2DConfig config = UNet2DConfig.read(new JsonObject());
        assertThat(config.levels()).hasSize(4);
        assertThat(config.levels().get(0))
                .isEqualTo(new UNet2DConfig.Level(224, DownType.DOWN_BLOCK_2D, UpType.UP_BLOCK_2D));
        assertThat(config.levels().get(3))
                .isEqualTo(
                        new UNet2DConfig.Level(
                                896, DownType.ATTN_DOWN_BLOCK_2D, UpType.ATTN_UP_BLOCK_2D));
        assertThat(config.embedding().width()).isEqualTo(4 * 224);
        assertThat(config.block().headDim()).hasValue(8);
        assertThat(config.block().epsilon()).isEqualTo(1e-5);
    }

    @Test
    void read_oldBlockNames_dropsTheirPrefix() throws CheckpointException {
        UNet2DConfig config =
                read(
                        """
                        {"block_out_channels": [8, 8],
                         "down_block_types": ["UNetResDownBlock2D", "UNetResAttnDownBlock2D"],
                         "up_block_types": ["UNetResAttnUpBlock2D", "UNetResUpBlock2D"]}
                        """);
        assertThat(config.levels().get(1).down()).isEqualTo(DownType.ATTN_DOWN_BLOCK_2D);
        assertThat(config.levels().get(0).up()).isEqualTo(UpType.UP_BLOCK_2D);
    }

    @Test
    void read_averagingKeys_areNotPartOfTheNetwork() throws CheckpointException {
        assertThat(read("{\"decay\": 0.999, \"use_ema_warmup\": true}").layersPerBlock())
                .isEqualTo(2);
    }

    @Test
    void read_nullHeadDim_meansOneHead() throws CheckpointException {
        assertThat(read("{\"attention_head_dim\": null}").block().headDim()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"down_block_types\": [\"SkipDownBlock2D\"], \"up_block_types\": [\"UpBlock2D\"],"
                        + " \"block_out_channels\": [8]} | down_block_types: expected DownBlock2D,"
                        + " AttnDownBlock2D or ResnetDownsampleBlock2D, found SkipDownBlock2D",
                "{\"down_block_types\": [\"DownBlock2D\"], \"up_block_types\":"
                        + " [\"AttnSkipUpBlock2D\"], \"block_out_channels\": [8]} | up_block_types:"
                        + " expected UpBlock2D, AttnUpBlock2D or ResnetUpsampleBlock2D, found"
                        + " AttnSkipUpBlock2D",
                "{\"block_out_channels\": [8, 8]} | down_block_types and up_block_types: expected as"
                        + " many as block_out_channels, 2, found 4 and 4",
                "{\"act_fn\": \"tanh\"} | act_fn: expected silu, swish, mish, gelu or relu, found"
                        + " tanh",
                "{\"time_embedding_type\": \"rope\"} | time_embedding_type: expected one of"
                        + " positional, fourier, learned, found \"rope\"",
                "{\"time_embedding_type\": \"learned\"} | num_train_timesteps: expected 1 to 100000 with"
                        + " time_embedding_type learned, found none",
                "{\"mid_block_type\": \"Other\"} | mid_block_type: expected UNetMidBlock2D or null,"
                        + " found Other",
                "{\"class_embed_type\": \"projection\"} | class_embed_type: expected null, timestep"
                        + " or identity, found projection",
                "{\"resnet_time_scale_shift\": \"spatial\"} | resnet_time_scale_shift: expected one"
                        + " of default, scale_shift, found \"spatial\"",
                "{\"norm_num_groups\": null} | norm_num_groups: expected a positive whole number,"
                        + " found null",
                "{\"layers_per_block\": 1000000} | layers_per_block: expected at most 64, found"
                        + " 1000000",
            })
    void read_unsupported_isRefusedByName(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("options: " + message + REMEDY);
    }

    @Test
    void read_unknownKey_isRefusedWithTheKnown() {
        assertThatThrownBy(() -> read("{\"transformer_layers\": 2}"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("found also transformer_layers; remove or correct it");
    }

    @Test
    void build_sizeNotAMultiple_isRefused() throws CheckpointException {
        JsonObject options = new JsonObject();
        var source =
                new ArchitectureSource(
                        options, StateDict.of(java.util.Map.of()), new long[] {3, 20, 32});
        assertThatThrownBy(() -> new UNet2DModel().build(source))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "data.shape: expected [in_channels, height, width] with 3 channels and"
                                + " multiples of 8 pixels, found [3, 20, 32]; correct the card's"
                                + " data.shape");
    }

    private static UNet2DConfig read(String json) throws CheckpointException {
        return UNet2DConfig.read(JsonParser.parseString(json).getAsJsonObject());
    }
}
