// SPDX-License-Identifier: Apache-2.0
/**
 * Audits side by side: what {@code report.json} of several checkpoints says about each, and where
 * they were not measured in the same way.
 *
 * <p>{@link org.scorefield.evaluation.report.compare.AuditReport} reads a report, {@link
 * org.scorefield.evaluation.report.compare.Comparison} sets two or more beside each other, as text
 * and as a page. {@link org.scorefield.evaluation.report.compare.MainNumbers} is what of an
 * evaluation goes into one column.
 *
 * <pre>{@code
 * Comparison comparison =
 *         Comparison.of(List.of(AuditReport.read(Path.of("a")), AuditReport.read(Path.of("b"))));
 * System.out.println(comparison.text());
 * comparison.writeTo(Path.of("comparison"));
 * }</pre>
 *
 * <p>Uses the audit's page and schema version, and content; no package uses it.
 */
@NullMarked
package org.scorefield.evaluation.report.compare;

import org.jspecify.annotations.NullMarked;
