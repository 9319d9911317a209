// SPDX-License-Identifier: Apache-2.0
/**
 * The ridge as part of an audit: its words, tables, charts, pictures and JSON.
 *
 * <p>{@link org.scorefield.evaluation.report.ridge.RidgeAudit} is found by its name. Uses the
 * report and its content; none uses it.
 */
@NullMarked
package org.scorefield.evaluation.report.ridge;

import org.jspecify.annotations.NullMarked;
