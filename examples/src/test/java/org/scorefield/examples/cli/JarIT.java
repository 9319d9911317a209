// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the build leaves, run as a user runs it: its own process, an empty engine cache. */
class JarIT {

    /** A reduced audit takes seconds; a first unpacking of the natives on a slow disk, a minute. */
    private static final long PATIENCE_SECONDS = 300;

    private static final Path JAR = Path.of(System.getProperty("scorefield.jar"));

    @TempDir Path folder;

    @Test
    void manifest_namesMainClassAndVersion() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            var main = jar.getManifest().getMainAttributes();
            assertThat(main.getValue("Main-Class")).isEqualTo(Main.class.getName());
            assertThat(main.getValue("Implementation-Version")).isNotBlank();
        }
    }

    @Test
    void contents_haveNativesAndLicences_butNoSignatures() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            assertThat(names)
                    .anyMatch(name -> name.matches("pytorch/cpu/.*torch_cpu\\..*"))
                    .anyMatch(name -> name.startsWith("jnilib/") && name.contains("djl_torch"))
                    .contains("META-INF/LICENSE", "META-INF/licenses/PyTorch.txt")
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
        }
    }

    @Test
    void version_asked_printsIt() throws Exception {
        Run run = run("--version");
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out()).startsWith("scorefield ").doesNotContain("unpackaged");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void option_unknown_exitsTwoInOneSentence() throws Exception {
        Run run = run("--levls", "3");
        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("scorefield: Unknown option").doesNotContain("\tat ");
    }

    @Test
    void audit_withAnEmptyCache_unpacksTheNativesAndIsQuiet() throws Exception {
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        Run run =
                run(
                        "audit",
                        small.weights().toString(),
                        "--card",
                        small.card().toString(),
                        "--reference",
                        small.reference().toString(),
                        "--levels",
                        "2",
                        "--samples",
                        "400");
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.err()).as("no log and no progress bar").isEmpty();
        assertThat(run.out()).contains("Wrote report.html and report.json.");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("report.json")).isNotEmptyFile();
        assertThat(folder.resolve("cache/pytorch")).isDirectory();
    }

    @Test
    void audit_toldToEnd_saysSoAndDoesNotCrash() throws Exception {
        SmallCheckpoint small = SmallCheckpoint.in(folder);
        Path state = folder.resolve("state");
        Process process =
                start(
                        "audit",
                        small.weights().toString(),
                        "--card",
                        small.card().toString(),
                        "--reference",
                        small.reference().toString(),
                        "--samples",
                        "10000000",
                        "--state",
                        state.toString());
        // The state file is first written while the network runs.
        for (int i = 0;
                i < 10 * PATIENCE_SECONDS && !Files.exists(state) && process.isAlive();
                i++) {
            Thread.sleep(100);
        }
        process.destroy();
        Run run = end(process);
        assertThat(run.exit()).as(run.toString()).isEqualTo(128 + 15);
        assertThat(run.err()).startsWith("scorefield: ended before it was done");
        assertThat(run.out()).doesNotContain("SIGSEGV");
        assertThat(folder.resolve("report.json")).doesNotExist();
    }

    @Test
    void inspect_ofABadFile_exitsThreeInOneSentence() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.pt"), "these are not weights\n");
        Run run = run("inspect", text.toString());
        assertThat(run.exit()).as(run.toString()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("scorefield: ").contains("notes.pt");
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void zoo_asked_listsTheDefault() throws Exception {
        Run run = run("zoo");
        assertThat(run.exit()).as(run.toString()).isEqualTo(0);
        assertThat(run.out())
                .contains(
                        "fashion-mnist-ddpm (default)",
                        "803,577 parameters",
                        "  split       SHA-256 2e487a6c",
                        "  seed        20");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void serve_fromTheJar_answersUntilItIsToldToEnd() throws Exception {
        Path work = folder.resolve("work");
        Process process = start("serve", "--port", "0", "--work", work.toString());
        Path out = folder.resolve("out.txt");
        // The sentence with the port comes when the service answers.
        for (int i = 0;
                i < 10 * PATIENCE_SECONDS && Files.size(out) == 0 && process.isAlive();
                i++) {
            Thread.sleep(100);
        }
        String sentence = text(out);
        assertThat(sentence).startsWith("Serving on http://127.0.0.1:");
        URI health = URI.create(sentence.replaceAll("(?s).*(http[^;]*);.*", "$1/health"));
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(health).build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"ready\":true", "PyTorch 2.7.1");
        process.destroy();
        Run run = end(process);
        assertThat(run.exit()).as(run.toString()).isEqualTo(128 + 15);
        assertThat(run.err()).as("no log").isEmpty();
        assertThat(work).as("what is left of uploads").isEmptyDirectory();
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                JAR.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(folder.resolve("out.txt").toFile())
                        .redirectError(folder.resolve("err.txt").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("DJL_.*|PYTORCH_.*|OPT_OUT_TRACKING"));
        environment.put("DJL_CACHE_DIR", folder.resolve("cache").toString());
        return builder.start();
    }

    private Run end(Process process) throws IOException, InterruptedException {
        try (InputStream none = process.getInputStream()) {
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            assertThat(ended).as("ended within %d s", PATIENCE_SECONDS).isTrue();
        }
        return new Run(
                process.exitValue(),
                text(folder.resolve("out.txt")),
                text(folder.resolve("err.txt")));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private record Run(int exit, String out, String err) {}
}
