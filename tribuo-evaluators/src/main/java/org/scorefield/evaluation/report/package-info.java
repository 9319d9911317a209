// SPDX-License-Identifier: Apache-2.0
/**
 * An audit of a checkpoint: its evaluations, report.json and report.html.
 *
 * <p>{@link org.scorefield.evaluation.report.Audit} runs evaluators by name. Each has a room of its
 * own below this package, and writes its {@link org.scorefield.evaluation.report.AuditSection} with
 * what is in content. Uses every other package of this module; none uses it.
 */
@NullMarked
package org.scorefield.evaluation.report;

import org.jspecify.annotations.NullMarked;
