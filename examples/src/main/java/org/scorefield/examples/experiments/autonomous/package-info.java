// SPDX-License-Identifier: Apache-2.0
/**
 * Which networks can do without the noise level? One command that writes tables and figures.
 *
 * <p>{@link org.scorefield.examples.experiments.autonomous.CirclesClaim} samples networks that
 * differ in their target alone, and beside them the exact fields that they approximate. Its data,
 * {@link org.scorefield.examples.experiments.autonomous.ConcentricCircles}, are a reference
 * distribution of one's own: any {@code ReferenceDistribution} serves the evaluators.
 */
@NullMarked
package org.scorefield.examples.experiments.autonomous;

import org.jspecify.annotations.NullMarked;
