// SPDX-License-Identifier: Apache-2.0
/**
 * What errors of a score or a denoiser do to samples.
 *
 * <p>{@link org.scorefield.evaluation.support.shift.ShiftRun} carries the response xi to each
 * {@link org.scorefield.evaluation.support.shift.Perturbation} along the steps of a process, and
 * splits it into a tangent and a normal part ({@link
 * org.scorefield.evaluation.support.shift.SupportShift}).
 *
 * <p>Uses the rooms tangent and statistics.
 */
@NullMarked
package org.scorefield.evaluation.support.shift;

import org.jspecify.annotations.NullMarked;
