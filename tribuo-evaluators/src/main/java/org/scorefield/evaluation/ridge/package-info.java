// SPDX-License-Identifier: Apache-2.0
/**
 * The ridge of a noised density: where samples are that do not memorise, and how they got there.
 *
 * <p>With the score g and the Hessian H of log p at one noise level, V the d eigenvectors of H with
 * the largest eigenvalues l_1 &gt;= l_2 &gt;= .. (the tangent frame) and E the others (the normal
 * frame), the ridge is the set where E E^T g = 0 and l_(d+1) &lt; 0. {@link
 * org.scorefield.evaluation.ridge.Ridge} gives frames, residuals, distances and projections with
 * their certificates, of a known density ({@link org.scorefield.evaluation.ridge.ReferenceLevel})
 * or of a learned score through its Jacobian ({@link
 * org.scorefield.evaluation.ridge.LearnedLevel}).
 *
 * <pre>{@code
 * Ridge ridge = Ridge.of(new ReferenceLevel(reference, alpha, sigma), 25);
 * RidgePoints at = ridge.at(x);
 * Projection foot = ridge.project(x, ProjectionOptions.MEAN_SHIFT);
 * double[] distances = foot.distances();
 * }</pre>
 *
 * <p>{@link org.scorefield.evaluation.ridge.RidgeWatch} follows samples on their way and keeps a
 * {@link org.scorefield.evaluation.ridge.RidgeLedger}: distances, curvature, the model's error
 * split by the frame, phases (reach, align, slide) and verdicts.
 *
 * <pre>{@code
 * RidgeWatch watch = RidgeWatch.of(training, RidgeOptions.of(25, radius));
 * RidgeLedger ledger = watch.run(sampler, start, SamplingOptions.seed(1));
 * List<Band> distances = ledger.bands(RidgeQuantity.RHO);
 * Proportion between = ledger.shares().get(Verdict.INTER_MODE);
 * }</pre>
 *
 * <p>{@link org.scorefield.evaluation.ridge.RidgeEvaluator} does all of this for a checkpoint and
 * its data, with held-out data as the control.
 *
 * <pre>{@code
 * RidgeEvaluation evaluation =
 *         new RidgeEvaluator().evaluate(model, reference, ProgressListener.NONE);
 * System.out.println(evaluation.findings().verdict());
 * }</pre>
 *
 * <p>Uses reference and model, and the fields and processes of djl-extension. Source: He, Qiu, Tao,
 * Diffusion Model's Generalization Can Be Characterized by Inductive Biases toward a Data-Dependent
 * Ridge Manifold (arXiv 2602.06021).
 */
@NullMarked
package org.scorefield.evaluation.ridge;

import org.jspecify.annotations.NullMarked;
