// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.scorefield.examples.service.catalog.Programs;
import org.scorefield.examples.service.catalog.UploadLimits;
import org.scorefield.examples.service.http.AuditService;
import org.scorefield.examples.service.http.ServiceOptions;
import org.scorefield.examples.service.queue.QueueOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scorefield serve}: audits and fields over HTTP. */
@Command(
        name = "serve",
        description =
                "Serves audits and fields over HTTP until it is told to end. Without authentication"
                        + " and encryption: put it behind a proxy.")
final class ServeCommand implements Callable<Integer> {

    private static final int MIB = 1 << 20;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where to listen. Default: ${DEFAULT-VALUE}, this machine only.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port, 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port = 8080;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Audits that run at the same time. Default: ${DEFAULT-VALUE}.")
    private int workers = QueueOptions.DEFAULT.workers();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Audits that wait; more are refused. Default: ${DEFAULT-VALUE}.")
    private int queue = QueueOptions.DEFAULT.waiting();

    @Option(
            names = "--max-upload-mib",
            paramLabel = "N",
            description = "The largest file that can be sent. Default: ${DEFAULT-VALUE}.")
    private int maxUploadMib = (int) (UploadLimits.DEFAULT.bytes() / MIB);

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Where a folder for uploads is made, which is deleted in the end. Default: the"
                            + " system's folder for temporary files.")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--allow-torchscript",
            description =
                    "Take TorchScript files. They are programs and run with the rights of this"
                            + " process: only where you trust all who can reach it.")
    private boolean allowTorchScript;

    /** For the parser. */
    ServeCommand() {}

    @Override
    public Integer call() throws IOException {
        ServiceOptions options = options();
        OutputFolder.check(work, spec);
        try (AuditService service = AuditService.start(options)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    "Serving on http://" + host + ":" + service.port() + "; end it with Ctrl-C.");
            out.flush();
            new CountDownLatch(1).await();
        } catch (BindException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        } catch (InterruptedException toldToEnd) {
            // Ctrl-C, or a signal to end: the service is closed by now.
        }
        return ExitCode.DONE.status();
    }

    private ServiceOptions options() {
        try {
            return ServiceOptions.in(work)
                    .withHost(host)
                    .withPort(port)
                    .withQueue(new QueueOptions(workers, queue, QueueOptions.DEFAULT.kept()))
                    .withUploads(
                            new UploadLimits(
                                    (long) maxUploadMib * MIB,
                                    UploadLimits.DEFAULT.files(),
                                    UploadLimits.DEFAULT.age()))
                    .withPrograms(allowTorchScript ? Programs.ALLOWED : Programs.REFUSED);
        } catch (IllegalArgumentException e) {
            String message = Objects.toString(e.getMessage());
            throw new ParameterException(
                    spec.commandLine(), "--" + message.replaceFirst("^bytes", "max-upload-mib"), e);
        }
    }
}
