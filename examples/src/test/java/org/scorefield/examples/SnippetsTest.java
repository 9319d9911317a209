// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the modules' READMEs compiles, and every command has a test that runs it. */
class SnippetsTest {

    private static final Path ROOT = Path.of("..");

    /** What the text around each block has declared, block by block. */
    private record Readme(String module, List<String> declared) {}

    private static final List<Readme> READMES =
            List.of(
                    new Readme("model-zoo", List.of("NDArray latents", "", "")),
                    new Readme(
                            "djl-extension",
                            List.of(
                                    "StateDict stateDict",
                                    "",
                                    "",
                                    "DiffusionModel model, NDArray u, double k",
                                    "DiffusionModel model, NDManager manager, long seed,"
                                            + " TrajectoryObserver observer",
                                    "Path directory, NDArray x, NDArray t")),
                    new Readme(
                            "tribuo-evaluators",
                            List.of(
                                    "FieldModel field, ReferenceData data",
                                    "FieldModel field, ReferenceData data",
                                    "FieldModel field, ReferenceData data",
                                    "Path checkpoint, Path card, Path path, Path out",
                                    "double[][] data, double alpha, double sigma, NDArray noise,"
                                            + " NDArray epsilon",
                                    "ReferenceDistribution reference, NDArray u, double t")));

    @TempDir Path classes;

    @Test
    void readmes_javaBlocks_compile() throws IOException {
        String imports = imports();
        List<JavaFileObject> sources = new ArrayList<>();
        for (Readme readme : READMES) {
            List<String> blocks =
                    blocks(Files.readString(ROOT.resolve(readme.module + "/README.md")));
            assertThat(blocks)
                    .as(
                            "%s/README.md: expected a line of declarations for each block of Java",
                            readme.module)
                    .hasSameSizeAs(readme.declared);
            for (int i = 0; i < blocks.size(); i++) {
                String name = readme.module.replace('-', '_') + "_block" + (i + 1);
                sources.add(source(name, imports, blocks.get(i), readme.declared.get(i)));
            }
        }
        assertThat(errors(sources)).isEmpty();
    }

    @Test
    void errors_ofABlockThatDoesNotCompile_nameIt() throws IOException {
        JavaFileObject wrong = source("some_block1", imports(), "Zoo.noSuchMethod();", "");
        assertThat(errors(List.of(wrong))).singleElement().asString().contains("some_block1");
    }

    @Test
    void commands_everyMainClass_hasATestOfItsName() throws IOException {
        List<String> untested = new ArrayList<>();
        int commands = 0;
        for (Path source : javaFiles(Path.of("src/main/java"))) {
            if (Files.readString(source).contains("public static void main(")) {
                commands++;
                Path test =
                        Path.of(
                                source.toString()
                                        .replace("src/main", "src/test")
                                        .replace(".java", "Test.java"));
                if (!Files.exists(test)) {
                    untested.add(source.toString());
                }
            }
        }
        assertThat(commands).isPositive();
        assertThat(untested).isEmpty();
    }

    private List<String> errors(List<JavaFileObject> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-classpath",
                        ClassPath.ofTheTests(),
                        "-d",
                        classes.toString());
        if (compiler.getTask(null, null, found, options, null, sources).call()) {
            return List.of();
        }
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> d.getSource().getName() + ": " + d.getMessage(Locale.ROOT))
                .toList();
    }

    /** A block that is a class as it is, another in a method whose parameters are declared. */
    private static JavaFileObject source(
            String name, String imports, String block, String declared) {
        String body = block.replaceAll("(?m)^\\s*\\.\\.\\.$", "");
        String text =
                body.startsWith("public final class ")
                        ? imports + body.replaceFirst("public final class", "final class")
                        : imports
                                + ("final class " + name + " {\n")
                                + ("static void run(" + declared + ") throws Exception {\n")
                                + body
                                + "}\n}\n";
        return new SimpleJavaFileObject(
                URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static List<String> blocks(String readme) {
        List<String> blocks = new ArrayList<>();
        for (int at = readme.indexOf("\n```java\n");
                at >= 0;
                at = readme.indexOf("\n```java\n", at)) {
            int begin = at + "\n```java\n".length();
            int end = readme.indexOf("\n```\n", begin);
            blocks.add(readme.substring(begin, end) + "\n");
            at = end;
        }
        return blocks;
    }

    /** Every package of the modules, and those of DJL and the JDK that examples use. */
    private static String imports() throws IOException {
        var packages = new TreeSet<String>();
        for (Readme readme : READMES) {
            Path sources = ROOT.resolve(readme.module + "/src/main/java");
            for (Path source : javaFiles(sources)) {
                Path folder = sources.relativize(source.getParent());
                packages.add(folder.toString().replace(folder.getFileSystem().getSeparator(), "."));
            }
        }
        packages.addAll(
                List.of(
                        "ai.djl.inference",
                        "ai.djl.ndarray",
                        "ai.djl.ndarray.types",
                        "ai.djl.repository.zoo",
                        "ai.djl.translate",
                        "java.nio.file",
                        "java.util"));
        StringBuilder imports = new StringBuilder();
        packages.forEach(name -> imports.append("import ").append(name).append(".*;\n"));
        return imports.toString();
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }
}
