// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.djl.checkpoint.StateDict;
import org.scorefield.djl.checkpoint.Tensors;

/** An architecture that is not on the class path: one class, compiled here into a jar. */
class PluginTest {

    private static final String SOURCE =
            """
            package plugin;

            import java.util.List;
            import org.scorefield.djl.architecture.*;
            import org.scorefield.djl.checkpoint.StateDict;
            import org.scorefield.djl.program.*;

            public final class Gain implements Architecture {
                public String name() {
                    return "Gain";
                }

                public Match match(StateDict weights) {
                    return Match.ofKeys(weights.names(), List.of("gain"), List.of());
                }

                public Graph build(ArchitectureSource source) {
                    GraphBuilder g = new GraphBuilder();
                    Value u = g.input("u", source.dataShape());
                    return g.build(g.mul(u, g.parameter("gain", u.dim(0))));
                }
            }
            """;

    private static final String SERVICE =
            "META-INF/services/org.scorefield.djl.architecture.Architecture";

    @TempDir private Path folder;

    @Test
    void load_jarOfOneClass_addsItsArchitecture() throws Exception {
        Path jar = jar("plugin.Gain");
        StateDict weights = StateDict.of(Map.of("gain", Tensors.of(new float[] {1, 2}, 2)));
        try (URLClassLoader loader = loader(jar)) {
            Architectures known = Architectures.load(loader);
            assertThat(known.names()).containsExactly("DnCNN", "Gain", "MLP", "UNet2DModel");
            var checkpoint = CheckpointFixture.checkpoint(weights, "{\"data\": {\"shape\": [2]}}");
            assertThat(known.program(checkpoint).architecture()).isEqualTo("Gain");
        }
    }

    @Test
    void load_serviceWithoutClass_saysWhichFileToCorrect() throws Exception {
        Path jar = jar("plugin.Missing");
        try (URLClassLoader loader = loader(jar)) {
            assertThatThrownBy(() -> Architectures.load(loader))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("plugin.Missing")
                    .hasMessageEndingWith("correct " + SERVICE);
        }
    }

    private URLClassLoader loader(Path jar) throws IOException {
        return new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, PluginTest.class.getClassLoader());
    }

    private Path jar(String service) throws IOException {
        Path source = Files.writeString(folder.resolve("Gain.java"), SOURCE);
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                classPath(Architecture.class, JsonObject.class),
                                "-d",
                                folder.toString(),
                                source.toString());
        assertThat(status).as("javac").isZero();
        Path jar = folder.resolve("plugin.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("plugin/Gain.class"));
            Files.copy(folder.resolve("plugin/Gain.class"), entries);
            entries.putNextEntry(new ZipEntry(SERVICE));
            entries.write(service.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static String classPath(Class<?>... classes) {
        return Stream.of(classes)
                .map(c -> c.getProtectionDomain().getCodeSource().getLocation())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }
}
