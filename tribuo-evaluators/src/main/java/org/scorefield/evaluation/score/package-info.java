// SPDX-License-Identifier: Apache-2.0
/**
 * How much of the score error can reach the samples.
 *
 * <p>{@link org.scorefield.evaluation.score.ScoreErrorEvaluator} measures a {@link
 * org.scorefield.evaluation.model.NoisePredictor} against reference data. A class of potentials is
 * a {@link org.scorefield.evaluation.potential.TestFunctions}; sums over data are {@link
 * org.scorefield.evaluation.score.ScoreErrorSufficientStatistics}. Uses packages reference and
 * potential.
 */
@NullMarked
package org.scorefield.evaluation.score;

import org.jspecify.annotations.NullMarked;
