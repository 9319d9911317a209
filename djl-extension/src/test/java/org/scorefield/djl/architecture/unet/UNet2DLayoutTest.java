// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture.unet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.architecture.ArchitectureSource;
import org.scorefield.djl.architecture.Architectures;
import org.scorefield.djl.architecture.RandomStateDict;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.engine.ModelCompiler;
import org.scorefield.djl.engine.ModelDirectory;
import org.scorefield.djl.engine.NetworkOptions;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.program.Graph;

/** The published layout of google/ddpm-cifar10-32, with random weights. */
class UNet2DLayoutTest {

    private static final String CONFIG =
            """
            {"_class_name": "UNet2DModel", "_diffusers_version": "0.0.4",
             "act_fn": "silu", "attention_head_dim": null,
             "block_out_channels": [128, 256, 256, 256], "center_input_sample": false,
             "down_block_types": ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"],
             "downsample_padding": 0, "flip_sin_to_cos": false, "freq_shift": 1, "in_channels": 3,
             "layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-06,
             "norm_num_groups": 32, "out_channels": 3, "sample_size": 32,
             "time_embedding_type": "positional",
             "up_block_types": ["UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"]}
            """;

    private static final String SCHEDULER =
            """
            {"_class_name": "DDPMScheduler", "_diffusers_version": "0.1.1",
             "beta_end": 0.02, "beta_schedule": "linear", "beta_start": 0.0001,
             "clip_sample": true, "num_train_timesteps": 1000, "trained_betas": null,
             "variance_type": "fixed_large"}
            """;

    @TempDir private Path folder;

    @Test
    void build_ddpmCifar10_has35746307Parameters() throws CheckpointException {
        long parameters =
                graph().parameters().values().stream()
                        .mapToLong(s -> Arrays.stream(s).reduce(1, Math::multiplyExact))
                        .sum();
        assertThat(parameters).isEqualTo(35_746_307);
    }

    @Test
    void load_ddpmCifar10Directory_evaluatesAndConverts() throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
        Files.writeString(folder.resolve("scheduler_config.json"), SCHEDULER);
        long seed = 1;
        RandomStateDict.write(graph(), seed, folder.resolve("diffusion_pytorch_model.safetensors"));
        NetworkOptions options =
                NetworkOptions.defaults().withCacheDirectory(folder.resolve("cache"));

        Checkpoint checkpoint = CheckpointReader.read(folder);
        assertThat(checkpoint.requireStateDict().parameterCount()).isEqualTo(35_746_307);
        Architectures known = Architectures.load(UNet2DModel.class.getClassLoader());
        ModelDirectory converted = ModelCompiler.compile(checkpoint, known, options);

        float[] loaded = denoised(DiffusionModel.load(checkpoint, known, options));
        for (float value : loaded) {
            assertThat(value).as("seed " + seed).isFinite();
        }
        float[] reloaded = denoised(DiffusionModel.load(converted.path(), options));
        assertThat(reloaded).as("the converted directory").isEqualTo(loaded);
    }

    /** A denoised batch; on the way, epsilon must vary. */
    private static float[] denoised(DiffusionModel model) {
        try (model;
                NDManager manager = model.newManager()) {
            NDArray x = manager.arange(2f * 3 * 32 * 32).sin().reshape(2, 3, 32, 32);
            NDArray epsilon = model.epsilon(x, 0.5);
            double spread = epsilon.sub(epsilon.mean()).square().mean().getFloat();
            assertThat(spread).as("variance of epsilon").isGreaterThan(1e-4);
            return model.denoiser(x, 0.5).toFloatArray();
        }
    }

    private static Graph graph() throws CheckpointException {
        return new UNet2DModel()
                .build(
                        new ArchitectureSource(
                                JsonParser.parseString(CONFIG).getAsJsonObject(),
                                StateDict.of(Map.of()),
                                new long[] {3, 32, 32}));
    }
}
