// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import org.scorefield.evaluation.ProgressListener;
import org.scorefield.evaluation.report.AuditResult;

/** The work of one audit. */
@FunctionalInterface
public interface AuditRun {

    /**
     * Audits on the calling thread, and ends soon after that thread is interrupted.
     *
     * @param progress hears how far it is
     * @return what was found
     * @throws Exception where the audit cannot be done; its message is told to the one who asked
     */
    AuditResult run(ProgressListener progress) throws Exception;
}
