// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.http;

import java.nio.file.Path;
import org.scorefield.examples.service.catalog.Programs;
import org.scorefield.examples.service.catalog.UploadLimits;
import org.scorefield.examples.service.model.ServedLimits;
import org.scorefield.examples.service.queue.QueueOptions;

/**
 * How a service is set up.
 *
 * @param host the address it listens on
 * @param port the port, 0 for any that is free
 * @param work where a folder for uploads is made, which is deleted when the service ends
 * @param queue how many audits are taken on
 * @param uploads how many files are kept, of checkpoints and of data each
 * @param served how many models and predictors there may be
 * @param programs what to do with uploads that are programs
 */
public record ServiceOptions(
        String host,
        int port,
        Path work,
        QueueOptions queue,
        UploadLimits uploads,
        ServedLimits served,
        Programs programs) {

    private static final int PORTS = 65_535;

    /**
     * Checks the values.
     *
     * @param host the address it listens on
     * @param port the port, 0 for any that is free
     * @param work where a folder for uploads is made, which is deleted when the service ends
     * @param queue how many audits are taken on
     * @param uploads how many files are kept, of checkpoints and of data each
     * @param served how many models and predictors there may be
     * @param programs what to do with uploads that are programs
     */
    public ServiceOptions {
        if (port < 0 || port > PORTS) {
            throw new IllegalArgumentException(
                    "port: expected 0 .. " + PORTS + ", found " + port + "; give another");
        }
    }

    /**
     * This machine only, port 8080, default limits, no programs.
     *
     * @param work where a folder for uploads is made
     * @return this machine only, port 8080, default limits, no programs
     */
    public static ServiceOptions in(Path work) {
        return new ServiceOptions(
                "127.0.0.1",
                8080,
                work,
                QueueOptions.DEFAULT,
                UploadLimits.DEFAULT,
                ServedLimits.DEFAULT,
                Programs.REFUSED);
    }

    /**
     * These options with another host.
     *
     * @param address where to listen
     * @return these options with another host
     */
    public ServiceOptions withHost(String address) {
        return new ServiceOptions(address, port, work, queue, uploads, served, programs);
    }

    /**
     * These options with another port.
     *
     * @param number the port, 0 for any that is free
     * @return these options with another port
     */
    public ServiceOptions withPort(int number) {
        return new ServiceOptions(host, number, work, queue, uploads, served, programs);
    }

    /**
     * These options with another queue.
     *
     * @param options of the queue
     * @return these options with another queue
     */
    public ServiceOptions withQueue(QueueOptions options) {
        return new ServiceOptions(host, port, work, options, uploads, served, programs);
    }

    /**
     * These options with other limits of uploads.
     *
     * @param limits how much is kept
     * @return these options with other limits of uploads
     */
    public ServiceOptions withUploads(UploadLimits limits) {
        return new ServiceOptions(host, port, work, queue, limits, served, programs);
    }

    /**
     * These options with another answer to programs.
     *
     * @param choice what to do with programs
     * @return these options with another answer to programs
     */
    public ServiceOptions withPrograms(Programs choice) {
        return new ServiceOptions(host, port, work, queue, uploads, served, choice);
    }
}
