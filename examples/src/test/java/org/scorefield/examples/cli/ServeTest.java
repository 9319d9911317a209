// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code serve}, up to its end. */
class ServeTest {

    /** A deadline that only a failure meets. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void serve_toldToEnd_answersUntilThenAndLeavesNothing() throws Exception {
        Path work = folder.resolve("work");
        CommandLine line = Main.commandLine();
        ExecutorService main = Executors.newSingleThreadExecutor();
        try (PipedReader pipe = new PipedReader();
                BufferedReader out = new BufferedReader(pipe);
                PrintWriter writer = new PrintWriter(new PipedWriter(pipe), true)) {
            line.setOut(writer);
            Future<Integer> exit =
                    main.submit(
                            () -> line.execute("serve", "--port", "0", "--work", work.toString()));
            String sentence = out.readLine();
            assertThat(sentence).matches("Serving on http://127\\.0\\.0\\.1:\\d+; end it with .*");
            URI health = URI.create(sentence.replaceAll(".*(http.*);.*", "$1/health"));
            HttpResponse<String> answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(health).timeout(PATIENCE).build(),
                                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"ready\":true", "\"workers\":1", "\"queue\":4");
            main.shutdownNow();
            assertThat(exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
        } finally {
            main.shutdownNow();
        }
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void port_taken_isWrongUsage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run =
                    CommandRun.of("serve", "--port", taken.getLocalPort(), "--work", folder);
            assertThat(run.exit()).as(run.toString()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("scorefield: --port: expected one that is free on 127.0.0.1");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"--port, 70000", "--workers, 0", "--queue, 0", "--max-upload-mib, 0"})
    void option_outOfRange_isWrongUsage(String option, String value) {
        CommandRun run = CommandRun.of("serve", "--work", folder, option, value);
        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).startsWith("scorefield: " + option + ": expected ");
    }
}
