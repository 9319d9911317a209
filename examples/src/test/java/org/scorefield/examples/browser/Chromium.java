// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium of its own profile; it ends when it is closed. */
final class Chromium implements AutoCloseable {
    private static final String VARIABLE = "SCOREFIELD_CHROMIUM";
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final URI devTools;

    private Chromium(Process process, URI devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    /**
     * Starts one; skips the test, saying so, where none is installed.
     *
     * @param folder an empty folder for its profile
     * @return a browser that answers
     */
    static Chromium start(Path folder) throws IOException, InterruptedException {
        Path program = find().orElseGet(Chromium::skip);
        Path log = folder.resolve("browser.log");
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--hide-scrollbars",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Path port = folder.resolve("profile").resolve("DevToolsActivePort");
        long end = System.nanoTime() + START.toNanos();
        while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        program
                                + ": expected a browser that answers within "
                                + START.toSeconds()
                                + " s, found none; it said:\n"
                                + Files.readString(log));
            }
            Thread.sleep(50);
        }
        List<String> lines = Files.readAllLines(port);
        return new Chromium(
                process, URI.create("ws://127.0.0.1:" + lines.get(0).trim() + lines.get(1).trim()));
    }

    private static Optional<Path> find() {
        String named = System.getenv(VARIABLE);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path skip() {
        String message =
                "SKIPPED: no browser was found on PATH ("
                        + String.join(", ", NAMES)
                        + "), and "
                        + VARIABLE
                        + " names none; the pages were not tested";
        System.err.println(message);
        return Assumptions.abort(message);
    }

    /** {@return an empty page in a new tab} */
    Tab tab() {
        return Tab.open(devTools);
    }

    @Override
    public void close() {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A text of a file.
     *
     * @param name absolute name on the class path
     * @return the text
     */
    static String resource(String name) {
        try (var in = Chromium.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": expected on the class path, found none");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
