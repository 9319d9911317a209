// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.examples.service.catalog.AuditWork;
import org.scorefield.examples.subject.Subject;
import org.scorefield.zoo.Zoo;

/** The lines of README.md that hold a queue in a service of one's own, compiled and run. */
class EmbeddingTest {

    private static final Path SOURCE =
            Path.of("src/test/java/org/scorefield/examples/service/queue/EmbeddingTest.java");

    @Test
    void lines_run() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        // README: begin
        try (AuditQueue queue = new AuditQueue(new QueueOptions(1, 4, 32), Clock.systemUTC())) {
            AuditOptions options = AuditOptions.DEFAULT.withLevels(2).withSamples(256);
            Subject subject = Subject.of(Zoo.entry("two-moons-sample"));
            var data = new AuditWork.Data("moons", subject.reference().orElseThrow());
            AuditJob job =
                    queue.submit(
                            new AuditRequest(subject.name(), data.name(), options),
                            new AuditWork(subject, data, options));
            while (!job.state().ended()) {
                job = queue.awaitChange(job, Duration.ofSeconds(10)).orElseThrow();
                out.println(job.state() + " " + job.stage().name() + " " + job.stage().fraction());
            }
            queue.result(job.id()).ifPresent(result -> out.println(result.verdict()));
        }
        // README: end
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("RUNNING score error ", "DONE score error 1.0");
    }

    @Test
    void lines_ofTheReadme_areTheseLines() throws Exception {
        String source = Files.readString(SOURCE);
        String begin = "        // README: begin\n";
        int from = source.indexOf(begin) + begin.length();
        String lines = source.substring(from, source.indexOf("        // README: end", from));
        assertThat(Files.readString(Path.of("README.md")))
                .contains("```java\n" + lines.indent(-8) + "```\n");
    }
}
