// SPDX-License-Identifier: Apache-2.0
/**
 * What does a model generate that does not memorise? One command that writes tables and figures.
 *
 * <p>{@link org.scorefield.examples.experiments.ridge.RandomFeaturesClaim} trains random-feature
 * models exactly, by the closed form of gradient flow, for several times, and follows their samples
 * to the ridge of their data. {@code RandomFeatureModel} is an example of a model of one's own: any
 * {@code NoisePredictor} serves the evaluators.
 */
@NullMarked
package org.scorefield.examples.experiments.ridge;

import org.jspecify.annotations.NullMarked;
