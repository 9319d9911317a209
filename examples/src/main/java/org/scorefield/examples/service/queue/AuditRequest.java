// SPDX-License-Identifier: Apache-2.0
package org.scorefield.examples.service.queue;

import org.scorefield.evaluation.report.AuditOptions;

/**
 * What is asked for.
 *
 * @param checkpoint the name of a checkpoint
 * @param reference the name of reference data
 * @param options how to audit
 */
public record AuditRequest(String checkpoint, String reference, AuditOptions options) {}
