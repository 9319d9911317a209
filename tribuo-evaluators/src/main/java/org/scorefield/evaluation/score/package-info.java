// SPDX-License-Identifier: Apache-2.0
/**
 * How much of the score error can reach the samples.
 *
 * <p>{@link org.scorefield.evaluation.score.ScoreErrorEvaluator} measures a {@link
 * org.scorefield.evaluation.model.NoisePredictor} against reference data, at each noise level with
 * potentials of several classes; sums over data are {@link
 * org.scorefield.evaluation.score.ScoreErrorSufficientStatistics}. It noises the data, keeps the
 * state and tells the progress.
 *
 * <p>The rooms below hold the rest: classes of potentials, estimate (the values found), and on
 * these fit; kl reads a bound on the divergence off the values ({@link
 * org.scorefield.evaluation.score.kl.KlBudget}).
 *
 * <p>Uses packages reference, model and potential.
 */
@NullMarked
package org.scorefield.evaluation.score;

import org.jspecify.annotations.NullMarked;
