// SPDX-License-Identifier: Apache-2.0
/**
 * What is kept of states while the marginal energy is measured.
 *
 * <p>{@link org.scorefield.evaluation.energy.statistics.EnergySufficientStatistics} are rows of
 * states, one {@link org.scorefield.evaluation.energy.statistics.EnergyState} each: its {@link
 * org.scorefield.evaluation.energy.statistics.Place}, its time, and a number for each of {@link
 * org.scorefield.evaluation.energy.statistics.MarginalEnergyMetrics}. They merge and are stored; an
 * {@link org.scorefield.evaluation.energy.statistics.EnergyLevel} sums up the states of one place
 * and time.
 *
 * <p>Knows no other room.
 */
@NullMarked
package org.scorefield.evaluation.energy.statistics;

import org.jspecify.annotations.NullMarked;
