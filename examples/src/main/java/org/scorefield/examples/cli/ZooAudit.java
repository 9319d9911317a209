// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.scorefield.evaluation.report.AuditOptions;
import org.scorefield.evaluation.report.compare.AuditReport;
import org.scorefield.evaluation.report.compare.Overview;
import org.scorefield.evaluation.report.compare.ReportException;
import org.scorefield.evaluation.report.content.WholeFile;
import org.scorefield.examples.subject.Subject;
import org.scorefield.zoo.ZooEntry;
import picocli.CommandLine.ParameterException;

/**
 * Audits entries of the zoo one after the other. An entry whose report is there already is not
 * audited again; one that fails does not stop the others.
 */
final class ZooAudit {
    private final AuditArguments arguments;
    private final AuditOptions options;
    private final PrintWriter console;

    ZooAudit(AuditArguments arguments, AuditOptions options, PrintWriter console) {
        this.arguments = arguments;
        this.options = options;
        this.console = console;
    }

    /**
     * Audits, and writes zoo-audit.md and zoo-audit.html after each entry.
     *
     * @return failed where an entry did
     */
    ExitCode run(List<ZooEntry> entries) throws IOException {
        Path out = arguments.out();
        List<Overview.Line> lines = new ArrayList<>();
        for (ZooEntry entry : entries) {
            lines.add(line(entry));
            Overview overview = new Overview("The zoo, audited", options.evaluators(), lines);
            WholeFile.write(out.resolve("zoo-audit.md"), overview.markdown());
            WholeFile.write(out.resolve("zoo-audit.html"), overview.html());
        }
        console.println(
                "Wrote "
                        + out.resolve("zoo-audit.md")
                        + " and "
                        + out.resolve("zoo-audit.html")
                        + ".");
        return lines.stream().anyMatch(Overview.Failed.class::isInstance)
                ? ExitCode.FAILED
                : ExitCode.DONE;
    }

    private Overview.Line line(ZooEntry entry) {
        String name = entry.name();
        try {
            Path folder = arguments.out().resolve(name);
            Optional<AuditReport> there = there(entry, folder);
            if (there.isEmpty()) {
                arguments.measure(Subject.of(entry), entry.reference(), options).writeTo(folder);
            }
            say(name, there.isPresent() ? "was there" : "done");
            return new Overview.Done(name, name + "/report.html", AuditReport.read(folder));
        } catch (CancellationException | ParameterException e) {
            throw e;
        } catch (Exception e) {
            String reason = Failures.line(e);
            say(name, "failed: " + reason);
            return new Overview.Failed(name, reason);
        }
    }

    private Optional<AuditReport> there(ZooEntry entry, Path folder) throws IOException {
        if (!Files.exists(folder.resolve("report.html"))) {
            return Optional.empty();
        }
        try {
            AuditReport report = AuditReport.read(folder);
            return report.repeats(entry.read().sha256(), options)
                    ? Optional.of(report)
                    : Optional.empty();
        } catch (ReportException e) {
            return Optional.empty();
        }
    }

    private void say(String name, String what) {
        console.println(name + "  " + what);
        console.flush();
    }
}
