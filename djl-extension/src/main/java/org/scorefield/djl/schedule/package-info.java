// SPDX-License-Identifier: Apache-2.0
/**
 * Noise schedules and prediction targets: the scalar mathematics of a diffusion model. Layer 1:
 * imports no other package of ours, no engine.
 *
 * <p>A {@link org.scorefield.djl.schedule.NoiseSchedule} is the path x = alpha(t) x0 + sigma(t) eps
 * with t = 0 data and t = 1 noise; a {@link org.scorefield.djl.schedule.Prediction} says what a
 * network's output r = c(t) x0 + d(t) eps is; {@link org.scorefield.djl.schedule.Conversion} turns
 * one into another; a {@link org.scorefield.djl.schedule.Parameterization} is all of it together,
 * and {@link org.scorefield.djl.schedule.DiffusersSchedulers} reads one from a scheduler
 * configuration:
 *
 * <pre>{@code
 * Parameterization p = DiffusersSchedulers.read(schedulerConfig);
 * Combination score = p.to(Predictions.SCORE, 0.5);
 * double networkTime = p.time().of(p.schedule(), 0.5);
 * // score(x) = score.ofState() x + score.ofOutput() network(x, networkTime)
 * }</pre>
 */
@NullMarked
package org.scorefield.djl.schedule;

import org.jspecify.annotations.NullMarked;
