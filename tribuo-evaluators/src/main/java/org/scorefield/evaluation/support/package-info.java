// SPDX-License-Identifier: Apache-2.0
/**
 * Whether what a model generates stays on the support of the data: Lyapunov vectors of its
 * generation against tangent spaces.
 *
 * <p>A change of the field moves the end of a trajectory by xi, which the tangent dynamics carry.
 * The samples stay on the support where the leading Lyapunov vectors, along which changes survive,
 * are tangent to it. {@link org.scorefield.evaluation.support.SupportEvaluator} measures that for a
 * checkpoint; {@link org.scorefield.evaluation.support.SupportFindings} holds what it found:
 * exponents and alignment, a sufficient condition step by step, the intrinsic dimension, and what
 * errors of a score or a denoiser do to samples. {@link
 * org.scorefield.evaluation.support.SupportVerdict} says what the response to the checkpoint's own
 * error means.
 *
 * <p>The rooms below hold its parts: tangent (frames of the data), statistics, and on these
 * alignment, dimension and shift. {@link org.scorefield.evaluation.support.alignment.AlignmentRun},
 * {@link org.scorefield.evaluation.support.dimension.DimensionRun} and {@link
 * org.scorefield.evaluation.support.shift.ShiftRun} can be used without the evaluator.
 *
 * <p>Uses reference, model and ridge, and the variations of djl-extension.
 */
@NullMarked
package org.scorefield.evaluation.support;

import org.jspecify.annotations.NullMarked;
