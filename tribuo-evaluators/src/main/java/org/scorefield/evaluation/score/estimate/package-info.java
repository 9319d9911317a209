// SPDX-License-Identifier: Apache-2.0
/**
 * What is measured at a noise level, with its errors and bounds: plain values.
 *
 * <p>{@link org.scorefield.evaluation.score.estimate.LevelError} holds the denoising loss ({@link
 * org.scorefield.evaluation.score.estimate.Estimate}), the part of the error that reaches the
 * samples ({@link org.scorefield.evaluation.score.estimate.GradientEstimate}), and where the true
 * score is known the whole error and the upper side ({@link
 * org.scorefield.evaluation.score.estimate.KnownError}).
 *
 * <p>Knows no other room.
 */
@NullMarked
package org.scorefield.evaluation.score.estimate;

import org.jspecify.annotations.NullMarked;
