// SPDX-License-Identifier: Apache-2.0
/**
 * The intrinsic dimension of what a model generates.
 *
 * <p>{@link org.scorefield.evaluation.support.dimension.DimensionRun} measures it at samples, by
 * the spectral gap of scores around them ({@link
 * org.scorefield.evaluation.support.dimension.NormalBundle}) and by FLIPD ({@link
 * org.scorefield.evaluation.support.dimension.Flipd}); {@link
 * org.scorefield.evaluation.support.dimension.DimensionRule} reads one {@link
 * org.scorefield.evaluation.support.dimension.IntrinsicDimension} from what was measured.
 *
 * <p>Uses the room statistics.
 */
@NullMarked
package org.scorefield.evaluation.support.dimension;

import org.jspecify.annotations.NullMarked;
