// SPDX-License-Identifier: Apache-2.0
/**
 * What a section of a report is made of: {@link org.scorefield.evaluation.report.content.Chart},
 * {@link org.scorefield.evaluation.report.content.Table}, {@link
 * org.scorefield.evaluation.report.content.Gallery}, and numbers for people.
 *
 * <p>Knows neither audits nor evaluators; every other package of the report uses it.
 */
@NullMarked
package org.scorefield.evaluation.report.content;

import org.jspecify.annotations.NullMarked;
