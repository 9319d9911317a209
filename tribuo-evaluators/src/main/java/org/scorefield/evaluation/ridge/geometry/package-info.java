// SPDX-License-Identifier: Apache-2.0
/**
 * The ridge of a noised density, and how far from it a state is.
 *
 * <p>With the score g and the Hessian H of log p at one noise level, V the d eigenvectors of H with
 * the largest eigenvalues l_1 &gt;= l_2 &gt;= .. (the tangent frame) and E the others (the normal
 * frame), the ridge is the set where E E^T g = 0 and l_(d+1) &lt; 0. {@link
 * org.scorefield.evaluation.ridge.geometry.Ridge} gives frames, residuals, distances and
 * projections with their certificates, of a known density ({@link
 * org.scorefield.evaluation.ridge.geometry.ReferenceLevel}) or of a learned score through its
 * Jacobian ({@link org.scorefield.evaluation.ridge.geometry.LearnedLevel}).
 *
 * <pre>{@code
 * Ridge ridge = Ridge.of(new ReferenceLevel(reference, alpha, sigma), 25);
 * RidgePoints at = ridge.at(x);
 * Projection foot = ridge.project(x, ProjectionOptions.MEAN_SHIFT);
 * double[] distances = foot.distances();
 * }</pre>
 *
 * <p>Knows no other room; uses reference, and the fields of djl-extension. Source: He, Qiu, Tao,
 * Diffusion Model's Generalization Can Be Characterized by Inductive Biases toward a Data-Dependent
 * Ridge Manifold (arXiv 2602.06021).
 */
@NullMarked
package org.scorefield.evaluation.ridge.geometry;

import org.jspecify.annotations.NullMarked;
