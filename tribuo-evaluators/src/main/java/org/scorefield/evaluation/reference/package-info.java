// SPDX-License-Identifier: Apache-2.0
/**
 * Reference data: held-out samples that a checkpoint is measured against, and distributions whose
 * noised densities are known.
 *
 * <p>{@link org.scorefield.evaluation.reference.ReferenceReader} turns .npy, .npz, idx and folders
 * of images into {@link org.scorefield.evaluation.reference.ReferenceData} in the checkpoint's own
 * shape and range, or says in one sentence why it cannot.
 *
 * <p>{@link org.scorefield.evaluation.reference.ReferenceDistribution} has log density, score,
 * denoiser and Hessian products at any noise level: of data points ({@link
 * org.scorefield.evaluation.reference.Empirical}) and of mixtures of Gaussians ({@link
 * org.scorefield.evaluation.reference.GaussianMixture}).
 *
 * <pre>{@code
 * ReferenceDistribution p = Empirical.of(data, manager);
 * NDArray score = p.score(x, schedule.alpha(t), schedule.sigma(t));
 * }</pre>
 *
 * <p>{@link org.scorefield.evaluation.reference.KnownData} takes some of the data as the density
 * and holds others out. {@link org.scorefield.evaluation.reference.ReferencePredictor} is the model
 * that has learned a distribution exactly.
 *
 * <p>Uses the base package and model.
 */
@NullMarked
package org.scorefield.evaluation.reference;

import org.jspecify.annotations.NullMarked;
