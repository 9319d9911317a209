// SPDX-License-Identifier: Apache-2.0
/**
 * Autonomous fields: what a network that sees no time converges to on known data, and how its drift
 * goes wrong.
 *
 * <p>{@link org.scorefield.evaluation.energy.MarginalEnergyEvaluator} measures a checkpoint against
 * the marginal energy of its data, at data, noised data, on the way of its own generation and at
 * its end, generates without the time beside generation with it, and gives a verdict.
 *
 * <pre>{@code
 * MarginalEnergyEvaluation evaluation =
 *         new MarginalEnergyEvaluator().evaluate(model, reference, ProgressListener.NONE);
 * Stability verdict = evaluation.findings().stability();
 * }</pre>
 *
 * <p>The rooms below hold its parts: marginal ({@link
 * org.scorefield.evaluation.energy.marginal.MarginalEnergy}, which can be used without a
 * checkpoint), statistics, and findings.
 *
 * <p>Uses model and reference, and the schedules, posteriors and processes of djl-extension.
 * Source: Sahraee-Ardakan, Delbracio, Milanfar, The Geometry of Noise (arXiv 2602.18428).
 */
@NullMarked
package org.scorefield.evaluation.energy;

import org.jspecify.annotations.NullMarked;
