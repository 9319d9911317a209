// SPDX-License-Identifier: Apache-2.0
/**
 * Whether what a model generates stays on the support of the data: Lyapunov vectors of its
 * generation against tangent spaces.
 *
 * <p>A change of the field moves the end of a trajectory by xi, which the tangent dynamics carry.
 * The samples stay on the support where the leading Lyapunov vectors, along which changes survive,
 * are tangent to it. {@link org.scorefield.evaluation.support.SupportFindings} holds what is
 * measured of that: exponents and alignment, a sufficient condition step by step, and what errors
 * of a score or a denoiser do to samples.
 *
 * <p>{@link org.scorefield.evaluation.support.AlignmentRun} measures exponents, alignment with
 * {@link org.scorefield.evaluation.support.TangentFrames} and the condition.
 *
 * <p>{@link org.scorefield.evaluation.support.ShiftRun} carries the response xi to perturbations
 * along the steps of a process, and {@link org.scorefield.evaluation.support.SupportVerdict} says
 * what the response to the checkpoint's own error means.
 *
 * <p>Uses reference, model and ridge, and the variations of djl-extension.
 */
@NullMarked
package org.scorefield.evaluation.support;

import org.jspecify.annotations.NullMarked;
