// SPDX-License-Identifier: Apache-2.0
/**
 * How samples of a checkpoint find the ridge of the noised data, and whether they stay between data
 * or repeat them.
 *
 * <p>{@link org.scorefield.evaluation.ridge.RidgeEvaluator} follows the samples of a checkpoint to
 * the ridge of its training data, with held-out data as the control, and {@link
 * org.scorefield.evaluation.ridge.RidgeFindings} holds its verdict.
 *
 * <pre>{@code
 * RidgeEvaluation evaluation =
 *         new RidgeEvaluator().evaluate(model, reference, ProgressListener.NONE);
 * System.out.println(evaluation.findings().verdict());
 * }</pre>
 *
 * <p>The rooms below hold its parts and can be used without it: geometry ({@link
 * org.scorefield.evaluation.ridge.geometry.Ridge}), on that trajectory ({@link
 * org.scorefield.evaluation.ridge.trajectory.RidgeWatch}), and on that statistics.
 *
 * <p>Uses reference and model, and the fields and processes of djl-extension. Source: He, Qiu, Tao,
 * Diffusion Model's Generalization Can Be Characterized by Inductive Biases toward a Data-Dependent
 * Ridge Manifold (arXiv 2602.06021).
 */
@NullMarked
package org.scorefield.evaluation.ridge;

import org.jspecify.annotations.NullMarked;
