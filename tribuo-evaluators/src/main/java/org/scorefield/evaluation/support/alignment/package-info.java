// SPDX-License-Identifier: Apache-2.0
/**
 * Whether the leading Lyapunov vectors of a generation are tangent to the support.
 *
 * <p>{@link org.scorefield.evaluation.support.alignment.AlignmentRun} measures exponents, the
 * alignment of {@link org.scorefield.evaluation.support.alignment.LyapunovVectors} with tangent
 * frames, and step by step a condition that is sufficient for it ({@link
 * org.scorefield.evaluation.support.alignment.ConditionStep}).
 *
 * <p>Uses the rooms tangent and statistics.
 */
@NullMarked
package org.scorefield.evaluation.support.alignment;

import org.jspecify.annotations.NullMarked;
