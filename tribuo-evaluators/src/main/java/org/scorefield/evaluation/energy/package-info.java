// SPDX-License-Identifier: Apache-2.0
/**
 * Autonomous fields and the marginal energy: what a network that sees no time converges to on known
 * data, and how its drift goes wrong.
 *
 * <p>{@link org.scorefield.evaluation.energy.MarginalEnergy} joins a reference distribution, a
 * schedule and a prior p(t); {@link org.scorefield.evaluation.energy.EnergyPoints} holds its values
 * at some states: energy, gradient, optimal autonomous targets, their decomposition, Jensen gaps
 * and drift perturbations. {@link org.scorefield.evaluation.energy.Gains} are the sampler's.
 *
 * <pre>{@code
 * MarginalEnergy energy =
 *         MarginalEnergy.of(reference, new RectifiedFlow(), TimePrior.uniform(0.05, 0.95));
 * EnergyPoints at = energy.at(u);
 * NDArray blind = at.target(Predictions.EPSILON);
 * }</pre>
 *
 * <p>{@link org.scorefield.evaluation.energy.MarginalEnergyEvaluator} measures a checkpoint against
 * them, at data, noised data, on the way of its own generation and at its end, generates without
 * the time beside generation with it, and gives a verdict. Its statistics are rows of states that
 * merge and are stored.
 *
 * <pre>{@code
 * MarginalEnergyEvaluation evaluation =
 *         new MarginalEnergyEvaluator().evaluate(model, reference, ProgressListener.NONE);
 * Stability verdict = evaluation.findings().stability();
 * }</pre>
 *
 * <p>Uses model and reference, and the schedules, posteriors and processes of djl-extension.
 * Source: Sahraee-Ardakan, Delbracio, Milanfar, The Geometry of Noise (arXiv 2602.18428).
 */
@NullMarked
package org.scorefield.evaluation.energy;

import org.jspecify.annotations.NullMarked;
