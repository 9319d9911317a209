// SPDX-License-Identifier: Apache-2.0
/**
 * Classes of potentials by name, made for the data at hand.
 *
 * <p>A {@link org.scorefield.evaluation.score.classes.TestFunctionSpec} is the text that a user
 * writes; {@link org.scorefield.evaluation.score.classes.TestFunctionFactory} makes the {@link
 * org.scorefield.evaluation.score.classes.LevelClasses} of a noise level from it and from data that
 * certify nothing, in the directions of {@link org.scorefield.evaluation.score.classes.DataAxes}.
 *
 * <p>Knows no other room; uses package potential.
 */
@NullMarked
package org.scorefield.evaluation.score.classes;

import org.jspecify.annotations.NullMarked;
