// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An architecture that only a jar knows, compiled here as a user would compile it. */
class PluginTest {

    private static final String SOURCE =
            """
            package plugin;

            import org.scorefield.djl.architecture.Architecture;
            import org.scorefield.djl.architecture.ArchitectureSource;
            import org.scorefield.djl.architecture.Match;
            import org.scorefield.djl.checkpoint.StateDict;
            import org.scorefield.djl.program.Graph;
            import org.scorefield.djl.program.GraphBuilder;
            import org.scorefield.djl.program.Value;

            public final class Gain implements Architecture {
                public String name() {
                    return "Gain";
                }

                public Match match(StateDict weights) {
                    return Match.ofKeys(
                            weights.names(), java.util.List.of("gain"), java.util.List.of());
                }

                public Graph build(ArchitectureSource source) {
                    GraphBuilder g = new GraphBuilder();
                    Value u = g.input("u", source.dataShape());
                    return g.build(g.mul(u, g.parameter("gain", u.dim(0))));
                }
            }
            """;

    private static final String CARD =
            """
            {"schedule": {"_class_name": "ScoreSdeVeScheduler", "sigma_min": 0.1, "sigma_max": 1},
             "prediction": "noise",
             "time": {"input": "none"},
             "data": {"shape": [4]}}
            """;

    @TempDir Path folder;
    private Path jar;
    private Path weights;
    private Path card;

    @BeforeEach
    void makePlugin() throws IOException {
        Path source = Files.createDirectories(folder.resolve("plugin")).resolve("Gain.java");
        Files.writeString(source, SOURCE);
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        OutputStream messages = new ByteArrayOutputStream();
        int status =
                compiler.run(
                        null,
                        messages,
                        messages,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(status).as(messages.toString()).isEqualTo(0);
        jar = folder.resolve("gain.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("plugin/Gain.class"));
            out.write(Files.readAllBytes(folder.resolve("plugin/Gain.class")));
            out.putNextEntry(
                    new JarEntry("META-INF/services/org.scorefield.djl.architecture.Architecture"));
            out.write("plugin.Gain\n".getBytes(StandardCharsets.UTF_8));
        }
        card = Files.writeString(folder.resolve("card.json"), CARD);
        weights = folder.resolve("gain.safetensors");
        String header =
                "{\"gain\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}}";
        byte[] file = new byte[Long.BYTES + header.length() + 4 * Float.BYTES];
        file[0] = (byte) header.length();
        System.arraycopy(
                header.getBytes(StandardCharsets.UTF_8), 0, file, Long.BYTES, header.length());
        Files.write(weights, file);
    }

    @Test
    void architecture_ofAPlugin_isFoundByItsKeys() {
        CommandRun run =
                CommandRun.of("inspect", weights, "--card", card, "--plugin", jar, "--json");
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(json.get("architecture").getAsString()).isEqualTo("Gain");
    }

    @Test
    void architecture_withoutThePlugin_isUnknown() {
        CommandRun run = CommandRun.of("inspect", weights, "--card", card, "--json");
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(json.get("architecture").isJsonNull()).isTrue();
        assertThat(json.getAsJsonArray("asks").toString()).contains("one known architecture");
    }

    @Test
    void plugin_ofAnArchitecture_converts() {
        Path out = folder.resolve("model");
        CommandRun run =
                CommandRun.of("convert", weights, "--card", card, "--plugin", jar, "--out", out);
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(out.resolve("model.pt")).isNotEmptyFile();
    }
}
