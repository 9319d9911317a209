// SPDX-License-Identifier: Apache-2.0
/**
 * The marginal energy of known data: what a network that sees no time converges to.
 *
 * <p>{@link org.scorefield.evaluation.energy.marginal.MarginalEnergy} joins a reference
 * distribution, a schedule and a prior p(t); {@link
 * org.scorefield.evaluation.energy.marginal.EnergyPoints} holds its values at some states: energy,
 * gradient, optimal autonomous targets, their decomposition, Jensen gaps and drift perturbations.
 * {@link org.scorefield.evaluation.energy.marginal.Gains} are the sampler's.
 *
 * <pre>{@code
 * MarginalEnergy energy =
 *         MarginalEnergy.of(reference, new RectifiedFlow(), TimePrior.uniform(0.05, 0.95));
 * EnergyPoints at = energy.at(u);
 * NDArray blind = at.target(Predictions.EPSILON);
 * }</pre>
 *
 * <p>Knows no other room; uses reference, and the schedules and posteriors of djl-extension.
 * Source: Sahraee-Ardakan, Delbracio, Milanfar, The Geometry of Noise (arXiv 2602.18428).
 */
@NullMarked
package org.scorefield.evaluation.energy.marginal;

import org.jspecify.annotations.NullMarked;
