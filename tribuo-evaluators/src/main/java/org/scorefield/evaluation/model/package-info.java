// SPDX-License-Identifier: Apache-2.0
/**
 * What evaluators see of a checkpoint, and checkpoints as Tribuo models.
 *
 * <p>A {@link org.scorefield.evaluation.model.NoisePredictor} answers with its estimate of the
 * noise and with its own output; a {@link org.scorefield.evaluation.model.FieldModel} is the same
 * as a {@code Model<Regressor>} of state and time, which our evaluators ({@link
 * org.scorefield.evaluation.model.FieldEvaluator}) take. A {@link
 * org.scorefield.evaluation.model.VectorFieldModel} is a {@code Model<Regressor>} over an
 * autonomous vector field, which Tribuo's own evaluators score.
 *
 * <pre>{@code
 * Model<Regressor> model = VectorFieldModel.of("blind", field, diffusionModel);
 * Dataset<Regressor> data = FieldExamples.of(states, targets, "held out");
 * RegressionEvaluation evaluation = new RegressionEvaluator().evaluate(model, data);
 * }</pre>
 *
 * <p>Uses djl-extension alone. For data of modest dimension: Tribuo's examples name every number.
 */
@NullMarked
package org.scorefield.evaluation.model;

import org.jspecify.annotations.NullMarked;
