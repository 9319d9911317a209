// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.scorefield.djl.architecture.Architecture;
import org.scorefield.djl.architecture.ArchitectureSource;
import org.scorefield.djl.architecture.Match;
import org.scorefield.djl.architecture.unet.EmbeddingConfig.Time;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Graph;
import org.scorefield.djl.program.GraphBuilder;
import org.scorefield.djl.program.Value;

/**
 * The UNet of diffusers' unconditional and class-conditional image models. Options are the keys of
 * its config.json, with diffusers' defaults.
 *
 * <p>Inputs: u [in_channels, height, width]; t, one number a sample; and with a class embedding
 * label: an index with num_class_embeds, a number with class_embed_type timestep, a vector of
 * time_embedding_dim numbers with identity. Height and width are multiples of 2^(levels - 1).
 */
public final class UNet2DModel implements Architecture {

    private static final List<String> REQUIRED =
            List.of(
                    "conv_in.weight",
                    "conv_in.bias",
                    "time_embedding.linear_1.weight",
                    "time_embedding.linear_1.bias",
                    "time_embedding.linear_2.weight",
                    "time_embedding.linear_2.bias",
                    "down_blocks.*.resnets.*.norm1.weight",
                    "down_blocks.*.resnets.*.conv1.weight",
                    "down_blocks.*.resnets.*.time_emb_proj.weight",
                    "down_blocks.*.resnets.*.norm2.weight",
                    "down_blocks.*.resnets.*.conv2.weight",
                    "up_blocks.*.resnets.*.conv1.weight",
                    "conv_norm_out.weight",
                    "conv_norm_out.bias",
                    "conv_out.weight",
                    "conv_out.bias");

    @Override
    public String name() {
        return "UNet2DModel";
    }

    @Override
    public Match match(StateDict weights) {
        return Match.ofKeys(weights.names(), REQUIRED, UNetKeys.ALL);
    }

    @Override
    public Graph build(ArchitectureSource source) throws CheckpointException {
        JsonObject options = source.options();
        UNet2DConfig config = UNet2DConfig.read(options);
        checkShape(config, source.dataShape());
        GraphBuilder g = new GraphBuilder();
        UNetLayers layers = new UNetLayers(g, config.block());

        Value x = g.input("u", source.dataShape());
        Value t = g.input("t");
        Value embedding = new TimeEmbedding(config.embedding()).apply(layers, t);
        UNetScope model =
                new UNetScope(
                        layers,
                        source.stateDict(),
                        config.layersPerBlock(),
                        layers.activation(embedding));

        int first = config.levels().get(0).channels();
        int last = config.levels().size() - 1;
        Value h = config.centerInputSample() ? g.affine(x, 2, -1) : x;
        h = layers.conv3x3("conv_in", h, first);
        Deque<Value> skips = new ArrayDeque<>();
        skips.push(h);
        for (int i = 0; i <= last; i++) {
            h =
                    new DownBlock("down_blocks." + i, config.levels().get(i), i == last)
                            .apply(model, h, skips);
        }
        h = new MidBlock(config.mid()).apply(model, h);
        for (int i = 0; i <= last; i++) {
            h =
                    new UpBlock("up_blocks." + i, config.levels().get(last - i), i == last)
                            .apply(model, h, skips);
        }
        h = g.silu(layers.groupNorm("conv_norm_out", h, config.block().groups()));
        h = layers.conv3x3("conv_out", h, config.outChannels());
        if (config.embedding().time() == Time.FOURIER) {
            h = g.div(h, g.reshape(t, 1, 1, 1));
        }
        return g.build(h);
    }

    private static void checkShape(UNet2DConfig config, long[] shape) throws CheckpointException {
        int multiple = 1 << (config.levels().size() - 1);
        if (shape.length != 3
                || shape[0] != config.inChannels()
                || shape[1] % multiple != 0
                || shape[2] % multiple != 0) {
            throw new CheckpointException(
                    String.format(
                            "data.shape: expected [in_channels, height, width] with %d channels and"
                                    + " multiples of %d pixels, found %s; correct the card's data.shape",
                            config.inChannels(), multiple, Arrays.toString(shape)));
        }
    }
}
