// SPDX-License-Identifier: Apache-2.0
/**
 * Samples on their way to the ridge.
 *
 * <p>{@link org.scorefield.evaluation.ridge.trajectory.RidgeWatch} follows samples and keeps a
 * {@link org.scorefield.evaluation.ridge.trajectory.RidgeLedger}: distances, curvature, the model's
 * error split by the frame, phases (reach, align, slide) and verdicts.
 *
 * <pre>{@code
 * RidgeWatch watch = RidgeWatch.of(training, RidgeOptions.of(25, radius));
 * RidgeLedger ledger = watch.run(sampler, start, SamplingOptions.seed(1));
 * List<Band> distances = ledger.bands(RidgeQuantity.RHO);
 * Proportion between = ledger.shares().get(Verdict.INTER_MODE);
 * }</pre>
 *
 * <p>Uses the room geometry, and the processes of djl-extension. Source: He, Qiu, Tao, Diffusion
 * Model's Generalization Can Be Characterized by Inductive Biases toward a Data-Dependent Ridge
 * Manifold (arXiv 2602.06021).
 */
@NullMarked
package org.scorefield.evaluation.ridge.trajectory;

import org.jspecify.annotations.NullMarked;
