// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scorefield.evaluation.report.compare.AuditReport;
import org.scorefield.evaluation.report.compare.Comparison;
import org.scorefield.evaluation.report.compare.ReportException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scorefield compare}: audits side by side. */
@Command(
        name = "compare",
        description =
                "Sets audits side by side, one column each, and says where they were not measured in"
                        + " the same way.")
final class CompareCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "REPORT",
            arity = "1..*",
            description = "Two or more: the report.json of an audit, or a folder that holds one.")
    private List<Path> reports = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write compare.html there. Default: nothing is written.")
    private @Nullable Path out;

    /** For the parser. */
    CompareCommand() {}

    @Override
    public Integer call() throws IOException, ReportException {
        if (reports.size() < 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "REPORT: expected at least two, found "
                            + reports.size()
                            + "; name another to compare with");
        }
        if (out != null) {
            OutputFolder.check(out, spec);
        }
        List<AuditReport> read = new ArrayList<>();
        for (Path report : reports) {
            read.add(AuditReport.read(report));
        }
        Comparison comparison = Comparison.of(read);
        PrintWriter console = spec.commandLine().getOut();
        console.println(comparison.text().stripTrailing());
        if (out != null) {
            comparison.writeTo(out);
            console.println();
            console.println("Wrote " + out.resolve("compare.html") + ".");
        }
        return ExitCode.DONE.status();
    }
}
