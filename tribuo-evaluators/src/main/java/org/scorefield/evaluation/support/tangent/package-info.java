// SPDX-License-Identifier: Apache-2.0
/**
 * Tangent spaces of the support of data, estimated in several ways.
 *
 * <p>{@link org.scorefield.evaluation.support.tangent.TangentFrames} is the interface: orthonormal
 * axes at states. They come from neighbours ({@link
 * org.scorefield.evaluation.support.tangent.LocalPcaFrames}), a formula ({@link
 * org.scorefield.evaluation.support.tangent.AnalyticFrames}), the ridge of the noised density
 * ({@link org.scorefield.evaluation.support.tangent.RidgeFrames}) or a model's own score ({@link
 * org.scorefield.evaluation.support.tangent.ScoreJacobianFrames}). {@link
 * org.scorefield.evaluation.support.tangent.ReferenceResolution} says how far apart the points are
 * that they were estimated from.
 *
 * <p>Uses reference, model and ridge; the rooms alignment and shift compare with its frames.
 */
@NullMarked
package org.scorefield.evaluation.support.tangent;

import org.jspecify.annotations.NullMarked;
