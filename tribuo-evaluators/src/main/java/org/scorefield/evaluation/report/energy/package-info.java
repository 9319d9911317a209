// SPDX-License-Identifier: Apache-2.0
/**
 * The marginal energy as part of an audit: its words, tables, charts, landscape and JSON.
 *
 * <p>{@link org.scorefield.evaluation.report.energy.MarginalEnergyAudit} is found by its name. Uses
 * the report and its content; none uses it.
 */
@NullMarked
package org.scorefield.evaluation.report.energy;

import org.jspecify.annotations.NullMarked;
