// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures for the experiments as SVG text: {@link
 * org.scorefield.examples.experiments.figure.LineFigure} draws panels of lines with intervals,
 * {@link org.scorefield.examples.experiments.figure.Svg} and {@link
 * org.scorefield.examples.experiments.figure.Axis} are what a figure of another kind is made from.
 */
@NullMarked
package org.scorefield.examples.experiments.figure;

import org.jspecify.annotations.NullMarked;
