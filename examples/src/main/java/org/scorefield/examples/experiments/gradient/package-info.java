// SPDX-License-Identifier: Apache-2.0
/**
 * Does the gradient component of the score error go with the quality of samples? One command that
 * writes a table and a figure.
 *
 * <p>{@link org.scorefield.examples.experiments.gradient.GradientClaim} asks which error of a model
 * goes with the quality of its samples: the gradient component of the score error, the rest, or
 * their sum. A {@link org.scorefield.examples.experiments.gradient.Family} of models is measured
 * one by one, a {@link org.scorefield.examples.experiments.gradient.ModelFile} keeps what is
 * measured so that a run can go on where it ended, and {@link
 * org.scorefield.examples.experiments.gradient.RankCorrelation} compares.
 */
@NullMarked
package org.scorefield.examples.experiments.gradient;

import org.jspecify.annotations.NullMarked;
