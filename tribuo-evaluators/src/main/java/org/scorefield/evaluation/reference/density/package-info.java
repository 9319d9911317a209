// SPDX-License-Identifier: Apache-2.0
/**
 * Distributions whose noised densities are known.
 *
 * <p>{@link org.scorefield.evaluation.reference.density.ReferenceDistribution} has log density,
 * score, denoiser and Hessian products at any noise level: of data points ({@link
 * org.scorefield.evaluation.reference.density.Empirical}) and of mixtures of Gaussians ({@link
 * org.scorefield.evaluation.reference.density.GaussianMixture}).
 *
 * <pre>{@code
 * ReferenceDistribution p = Empirical.of(data, manager);
 * NDArray score = p.score(x, schedule.alpha(t), schedule.sigma(t));
 * }</pre>
 *
 * <p>{@link org.scorefield.evaluation.reference.density.KnownData} takes some of the data as the
 * density and holds others out. {@link
 * org.scorefield.evaluation.reference.density.ReferencePredictor} is the model that has learned a
 * distribution exactly.
 *
 * <p>Uses the data of package reference, and package model.
 */
@NullMarked
package org.scorefield.evaluation.reference.density;

import org.jspecify.annotations.NullMarked;
