// SPDX-License-Identifier: Apache-2.0
/**
 * The score error as part of an audit: its words, tables, charts and JSON.
 *
 * <p>{@link org.scorefield.evaluation.report.score.ScoreErrorAudit} is found by its name. Uses the
 * report and its content; none uses it.
 */
@NullMarked
package org.scorefield.evaluation.report.score;

import org.jspecify.annotations.NullMarked;
