// SPDX-License-Identifier: Apache-2.0
/**
 * The fit of potentials to the score error at one noise level, and its certificate.
 *
 * <p>{@link org.scorefield.evaluation.score.fit.LevelFit} fits and chooses a potential on each half
 * of the {@link org.scorefield.evaluation.score.fit.Rows}, and lets the other half certify it.
 * {@link org.scorefield.evaluation.score.fit.LevelStatistics} keep both potentials and sums over
 * the certifying rows; they merge and are stored. {@link
 * org.scorefield.evaluation.score.fit.LevelEstimate} reads errors and bounds off them.
 *
 * <p>Uses the rooms classes and estimate, and package potential.
 */
@NullMarked
package org.scorefield.evaluation.score.fit;

import org.jspecify.annotations.NullMarked;
