// SPDX-License-Identifier: Apache-2.0
/**
 * Whether samples of an inexact model stay on the support of the data: two moons with the exact
 * score and with trained networks, and the Lyapunov vectors of an image model.
 *
 * <p>{@link org.scorefield.examples.experiments.support.MoonsClaim} and {@link
 * org.scorefield.examples.experiments.support.VectorsClaim} are the commands; examples/README.md
 * says what they found.
 */
@NullMarked
package org.scorefield.examples.experiments.support;

import org.jspecify.annotations.NullMarked;
