// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scorefield.evaluation.ProgressListener.NONE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scorefield.djl.field.DiffusionModel;
import org.scorefield.djl.field.Quantity;
import org.scorefield.evaluation.reference.ReferenceOptions;
import org.scorefield.evaluation.reference.ReferenceReader;
import org.scorefield.evaluation.report.Audit;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.zoo.Zoo;

/** What the project's README.md shows is compiled, run and the same as here. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SOURCE =
            Path.of("src/test/java/org/scorefield/examples/ReadmeTest.java");

    @Test
    void tenLines_run() throws Exception {
        // README: begin
        try (DiffusionModel model = DiffusionModel.load(Zoo.defaultEntry().unpack());
                NDManager manager = model.newManager()) {
            NDArray x = manager.randomNormal(new Shape(4, 1, 28, 28));
            NDArray denoised = model.denoiser(x, 0.5); // E[x0 | x]; t = 0 is data, t = 1 is noise
            NDArray product = model.frozen(Quantity.SCORE, 0.5).jvp(x, denoised); // exact J v
            var space = ReferenceOptions.of(model.dataShape(), model.dataRange());
            var images = ReferenceReader.read(Zoo.defaultEntry().reference(), space);
            AuditOptions few = AuditOptions.DEFAULT.withLevels(1).withSamples(400); // a quick look
            System.out.println(new Audit(few, NONE).run("mine", model, images).verdict());
            // README: end
            assertThat(product.getShape()).isEqualTo(x.getShape());
            assertThat(product.isNaN().any().getBoolean()).isFalse();
        }
    }

    @Test
    void tenLines_inTheReadme_areTheseLines() throws IOException {
        assertThat(block(Files.readString(ROOT.resolve("README.md"))))
                .isEqualTo(lines(Files.readAllLines(SOURCE)));
    }

    @Test
    void testCommand_ofTheReadme_isWhatTheBuildServerRuns() throws IOException {
        List<String> script = Files.readAllLines(ROOT.resolve(".ci/run"));
        String command = script.get(script.size() - 1).strip();
        assertThat(command).startsWith("mvn ");
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("\n    " + command + "\n");
    }

    private static String block(String readme) {
        int begin = readme.indexOf("```java\n") + "```java\n".length();
        return readme.substring(begin, readme.indexOf("}\n```", begin));
    }

    private static String lines(List<String> source) {
        List<String> stripped = source.stream().map(String::strip).toList();
        return source
                        .subList(
                                stripped.indexOf("// README: begin") + 1,
                                stripped.indexOf("// README: end"))
                        .stream()
                        .map(line -> line.substring("        ".length()))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
