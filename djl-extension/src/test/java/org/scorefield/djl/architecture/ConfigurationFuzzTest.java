// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.architecture.unet.UNet2DModel;
import org.scorefield.djl.checkpoint.Card;
import org.scorefield.djl.checkpoint.Checkpoint;
import org.scorefield.djl.checkpoint.CheckpointException;
import org.scorefield.djl.checkpoint.CheckpointReader;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.program.Graph;

/**
 * Mutated JSON beside the weights: cards, weight indices and the files of a diffusers pipeline.
 * Each ends, as far as the network's program, in success or in a CheckpointException, in bounded
 * time and memory.
 */
class ConfigurationFuzzTest {

    /** More cases with other seeds: -Dscorefield.fuzz.json=100000 -Dscorefield.fuzz.seed=7. */
    private static final int CASES = Integer.getInteger("scorefield.fuzz.json", 6_000);

    private static final long SEED = Long.getLong("scorefield.fuzz.seed", 20261121);

    /** The same allowance as that of a checkpoint file. */
    private static final long MOST_ALLOCATED = 256L << 20;

    /** Seconds of processor time for one case, first ones uncompiled. */
    private static final double LONGEST = 3;

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|-?[0-9][0-9.eE+-]*|true|false|null");

    private static final String CONFIG =
            """
            {"_class_name": "UNet2DModel", "_diffusers_version": "0.0.4", "act_fn": "silu",
             "attention_head_dim": null, "block_out_channels": [8, 16],
             "center_input_sample": false, "downsample_padding": 1, "flip_sin_to_cos": false,
             "down_block_types": ["DownBlock2D", "AttnDownBlock2D"], "freq_shift": 1,
             "in_channels": 3, "layers_per_block": 1, "mid_block_scale_factor": 1,
             "norm_eps": 1e-06, "norm_num_groups": 4, "out_channels": 3, "sample_size": 8,
             "time_embedding_type": "positional",
             "up_block_types": ["AttnUpBlock2D", "UpBlock2D"]}
            """;

    private static final String DISCRETE =
            """
            {"_class_name": "DDPMScheduler", "beta_end": 0.02, "beta_schedule": "linear",
             "beta_start": 0.0001, "clip_sample": true, "num_train_timesteps": 1000,
             "prediction_type": "epsilon", "rescale_betas_zero_snr": false,
             "trained_betas": null, "variance_type": "fixed_large"}
            """;

    private static final List<String> SCHEDULES =
            List.of(
                    DISCRETE,
                    """
                    {"_class_name": "DDIMScheduler", "num_train_timesteps": 4,
                     "trained_betas": [0.1, 0.2, 0.3, 0.4], "rescale_betas_zero_snr": true}
                    """,
                    """
                    {"_class_name": "EDMEulerScheduler", "sigma_min": 0.002, "sigma_max": 80.0,
                     "sigma_data": 0.5, "rho": 7.0, "num_train_timesteps": 1000,
                     "prediction_type": "epsilon"}
                    """,
                    """
                    {"_class_name": "FlowMatchEulerDiscreteScheduler",
                     "num_train_timesteps": 1000, "shift": 1.0}
                    """,
                    """
                    {"_class_name": "ScoreSdeVeScheduler", "sigma_min": 0.01,
                     "sigma_max": 1348.0, "num_train_timesteps": 2000}
                    """);

    @TempDir Path folder;

    /** A text to mutate: a file of a checkpoint, or, where it is none, an explicit card. */
    private record Base(Path checkpoint, String file, String text) {
        boolean isCard() {
            return file.isEmpty();
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void program_mutatedConfigurations_isBuiltOrRefusedInBoundedTimeAndMemory() throws IOException {
        List<Base> bases = bases();
        for (Base base : bases) {
            build(base, base.text());
        }
        List<String> tokens = tokens(bases);
        var random = new SplittableRandom(SEED);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int built = 0;
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            Base base = bases.get(i % bases.size());
            String mutant = mutant(base.text(), tokens, random);
            String what =
                    "case %d of seed %d: %s%s: %s"
                            .formatted(
                                    i,
                                    SEED,
                                    base.checkpoint().getFileName(),
                                    base.file(),
                                    mutant.substring(0, Math.min(2000, mutant.length())));
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long cpu = threads.getCurrentThreadCpuTime();
            try {
                build(base, mutant);
                built++;
            } catch (CheckpointException e) {
                assertThat(e).as(what).hasMessageContaining("expected");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(what, e);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
            double seconds = (threads.getCurrentThreadCpuTime() - cpu) * 1e-9;
            assertThat(allocated).as(what).isLessThan(MOST_ALLOCATED);
            assertThat(seconds).as(what).isLessThan(LONGEST);
        }
        // Mutants must neither all be nonsense nor all be harmless, or the test shows nothing.
        assertThat(built).isGreaterThan(CASES / 50);
        assertThat(refused).isGreaterThan(CASES / 4);
    }

    /** Reads a checkpoint with one text replaced, asks the card for all it says, and builds. */
    private static void build(Base base, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Checkpoint checkpoint;
        if (base.isCard()) {
            Path file = base.checkpoint().resolveSibling("card.json");
            Files.write(file, bytes);
            checkpoint = CheckpointReader.read(base.checkpoint(), Card.read(file));
        } else {
            Path file = base.checkpoint().resolveSibling(base.file());
            Files.write(file, bytes);
            try {
                checkpoint = CheckpointReader.read(base.checkpoint());
            } finally {
                Files.writeString(file, base.text());
            }
        }
        if (checkpoint.card().isEmpty()) {
            return;
        }
        Card card = checkpoint.requireCard();
        assertThat(card.dataRange()).hasSize(2);
        assertThat(card.dataShape()).isNotEmpty();
        var parameterization = card.parameterization();
        for (double t : new double[] {0, 0.5, 1}) {
            assertThat(parameterization.schedule().alpha(t)).as("alpha(%s)", t).isFinite();
            assertThat(parameterization.schedule().sigma(t)).as("sigma(%s)", t).isFinite();
        }
        Architectures.load(ConfigurationFuzzTest.class.getClassLoader()).program(checkpoint);
    }

    private List<Base> bases() throws IOException {
        JsonObject options = JsonParser.parseString(CONFIG).getAsJsonObject();
        var source = new ArchitectureSource(options, StateDict.of(Map.of()), new long[] {3, 8, 8});
        Graph graph = new UNet2DModel().build(source);
        Path pipeline = Files.createDirectories(folder.resolve("pipeline"));
        Path unet = Files.createDirectories(pipeline.resolve("unet"));
        Path scheduler = Files.createDirectories(pipeline.resolve("scheduler"));
        String index = "{\"_class_name\": \"DDPMPipeline\", \"unet\": [\"diffusers\", \"U\"]}";
        Files.writeString(pipeline.resolve("model_index.json"), index);
        Files.writeString(unet.resolve("config.json"), CONFIG);
        Files.writeString(scheduler.resolve("scheduler_config.json"), DISCRETE);
        Path weights = unet.resolve("diffusion_pytorch_model.safetensors");
        RandomStateDict.write(graph, SEED, weights);
        var bases = new ArrayList<Base>();
        bases.add(new Base(pipeline, "pipeline/model_index.json", index));
        bases.add(new Base(pipeline, "pipeline/unet/config.json", CONFIG));
        for (String schedule : SCHEDULES) {
            bases.add(new Base(pipeline, "pipeline/scheduler/scheduler_config.json", schedule));
        }
        Path single = folder.resolve("single.safetensors");
        Files.copy(weights, single);
        for (String schedule : SCHEDULES) {
            bases.add(new Base(single, "", card(schedule)));
        }
        bases.add(sharded(graph, weights));
        return bases;
    }

    private static String card(String schedule) {
        return """
        {"architecture": "UNet2DModel", "options": %s, "schedule": %s, "prediction": "v_prediction",
         "time": {"input": "continuous", "direction": "noise", "scale": 999.0},
         "data": {"shape": [3, 8, 8], "range": [-1, 1]}, "inputs": {}}
        """
                .formatted(CONFIG, schedule);
    }

    private Base sharded(Graph graph, Path weights) throws IOException {
        Path shards = Files.createDirectories(folder.resolve("shards"));
        var map = new JsonObject();
        int number = 0;
        for (String name : graph.parameters().keySet()) {
            String shard = "shard-" + number++ % 2 + ".safetensors";
            map.addProperty(name, shard);
            if (!Files.exists(shards.resolve(shard))) {
                Files.copy(weights, shards.resolve(shard));
            }
        }
        var index = new JsonObject();
        index.add("metadata", JsonParser.parseString("{\"total_size\": 100, \"by\": null}"));
        index.add("weight_map", map);
        String name = "model.safetensors.index.json";
        return new Base(shards.resolve(name), name, index.toString());
    }

    private static List<String> tokens(List<Base> bases) {
        var tokens =
                new ArrayList<>(
                        List.of(
                                "1e308",
                                "-1e308",
                                "1e999",
                                "1e-320",
                                "NaN",
                                "-Infinity",
                                "-0.0",
                                "1" + "0".repeat(400),
                                "1e1000000000",
                                "2147483647",
                                "2147483648",
                                "-9223372036854775809",
                                "9223372036854775807",
                                "65536",
                                "0.5",
                                "1e9",
                                "\"\"",
                                "\"\\u0000\"",
                                "\"../x\"",
                                "\"" + "x".repeat(100_000) + "\"",
                                "{}",
                                "[]",
                                "[1, null, \"a\"]",
                                "{\"a\": {}}",
                                "[".repeat(50_000)));
        for (Base base : bases) {
            TOKEN.matcher(base.text())
                    .results()
                    .limit(200)
                    .map(MatchResult::group)
                    .distinct()
                    .forEach(tokens::add);
        }
        return tokens;
    }

    private static String mutant(String text, List<String> tokens, SplittableRandom random) {
        String mutant = text;
        for (int rounds = 1 + random.nextInt(2); rounds > 0; rounds--) {
            mutant =
                    random.nextInt(4) == 0
                            ? otherBytes(mutant, random)
                            : otherToken(mutant, tokens, random);
        }
        return mutant;
    }

    /** A token replaced by any other: a key by a key that is there already, for one. */
    private static String otherToken(String text, List<String> tokens, SplittableRandom random) {
        List<MatchResult> found = TOKEN.matcher(text).results().toList();
        if (found.isEmpty()) {
            return text;
        }
        MatchResult token = found.get(random.nextInt(found.size()));
        String with =
                switch (random.nextInt(3)) {
                    case 0 -> found.get(random.nextInt(found.size())).group();
                    case 1 -> tokens.get(random.nextInt(25));
                    default -> tokens.get(random.nextInt(tokens.size()));
                };
        return text.substring(0, token.start()) + with + text.substring(token.end());
    }

    /** A byte changed, or a stretch cut out or doubled. */
    private static String otherBytes(String text, SplittableRandom random) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 2) {
            return text;
        }
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(Math.min(64, bytes.length - from));
        String part = text.substring(from, to);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, to) + part + text.substring(to);
            default -> {
                bytes[from] = (byte) random.nextInt(256);
                yield new String(bytes, StandardCharsets.ISO_8859_1);
            }
        };
    }
}
