// SPDX-License-Identifier: Apache-2.0
/**
 * The support evaluator as part of an audit: its words, tables, charts and JSON.
 *
 * <p>{@link org.scorefield.evaluation.report.support.SupportAudit} is found by its name. Uses the
 * report and its content; none uses it.
 */
@NullMarked
package org.scorefield.evaluation.report.support;

import org.jspecify.annotations.NullMarked;
