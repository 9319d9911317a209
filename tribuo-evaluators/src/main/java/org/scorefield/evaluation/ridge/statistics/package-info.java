// SPDX-License-Identifier: Apache-2.0
/**
 * What an evaluation of the ridge keeps of its samples, and the rule that reads it.
 *
 * <p>{@link org.scorefield.evaluation.ridge.statistics.RidgeSufficientStatistics} hold a {@link
 * org.scorefield.evaluation.ridge.statistics.RidgeTrack} for each sample, merge and are stored.
 * {@link org.scorefield.evaluation.ridge.statistics.RidgeLevel} sums them up at one noise; {@link
 * org.scorefield.evaluation.ridge.statistics.VerdictRule} gives each track its phases and its
 * verdict, {@link org.scorefield.evaluation.ridge.statistics.VerdictShares} and {@link
 * org.scorefield.evaluation.ridge.statistics.PhaseTimes} those of all.
 *
 * <p>Uses the room trajectory.
 */
@NullMarked
package org.scorefield.evaluation.ridge.statistics;

import org.jspecify.annotations.NullMarked;
