// SPDX-License-Identifier: Apache-2.0
/**
 * From errors at noise levels to the divergence of the samples.
 *
 * <p>{@link org.scorefield.evaluation.score.kl.KlBudget} integrates what was measured over the
 * noise, along a {@link org.scorefield.evaluation.score.kl.KlPath}; each {@link
 * org.scorefield.evaluation.score.kl.KlIntegral} has its standard error and its error of
 * quadrature.
 *
 * <p>Uses the room estimate.
 */
@NullMarked
package org.scorefield.evaluation.score.kl;

import org.jspecify.annotations.NullMarked;
