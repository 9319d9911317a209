// SPDX-License-Identifier: Apache-2.0
/**
 * Traffic lights: one for each evaluator of an audit, from a number, its interval and two
 * thresholds.
 *
 * <p>{@link org.scorefield.evaluation.report.light.Measure} decides by its interval, never by its
 * value alone; {@link org.scorefield.evaluation.report.light.Light} says the decision in one
 * sentence and keeps where the thresholds come from.
 *
 * <pre>{@code
 * Measure shift = new Measure("normal shift over noise left", 0.4, 0.3, 0.6, 0.95, 1, 3);
 * Light light = Light.of(shift, "The noise that the sampler leaves is the scale.");
 * System.out.println(light.colour().word() + ": " + light.sentence());
 * }</pre>
 *
 * <p>Uses content; the rooms of the report use it.
 */
@NullMarked
package org.scorefield.evaluation.report.light;

import org.jspecify.annotations.NullMarked;
