// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.scorefield.evaluation.reference.ReferenceException;
import org.scorefield.examples.subject.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code scorefield audit}: measures a checkpoint against held-out data. */
@Command(
        name = "audit",
        description = {
            "Measures a checkpoint against held-out data, prints a table, and writes report.html"
                    + " and report.json."
        })
final class AuditCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CHECKPOINT", description = CheckpointOptions.CHECKPOINT)
    private Path path = Path.of("");

    @Mixin private AuditArguments arguments = new AuditArguments();

    /** For the parser. */
    AuditCommand() {}

    @Override
    public Integer call() throws IOException, ReferenceException {
        return arguments.audit(Subject.of(path)).status();
    }
}
